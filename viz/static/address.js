/** The state in the page's address, so that a link, a bookmark and a saved view restore what was seen. */

const LISTS = ["off", "hidden", "pinned", "expanded"];
const ALLOWED = {
  theme: ["auto", "light", "dark"],
  lang: ["zh-Hant", "zh-Hans", "en"],
  pane: ["both", "sheet", "graph"],
};
const SINGLE = ["only", "since", "until", "theme", "lang", "pane"];

/** "off=type:Factor&node=company:…" without what is as it was at the start. */
export function toAddress(state, start) {
  const found = new URLSearchParams();
  if (state.selected) found.set(state.selected.kind, state.selected.id);
  for (const key of LISTS) for (const value of state[key]) found.append(key, value);
  for (const key of SINGLE) if (state[key] !== start[key] && state[key] !== null) found.set(key, state[key]);
  for (const [id, [x, y]] of Object.entries(state.moved)) found.append("at", `${Math.round(x)},${Math.round(y)},${id}`);
  if (state.route) for (const id of state.route) found.append("route", id);
  if (state.colour !== "type") found.set("colour", state.colour);
  if (state.collapsed !== start.collapsed) found.set("collapsed", state.collapsed ? "1" : "0");
  for (const group of state.open) found.append("open", String(group));
  if (state.table) found.set("table", "1");
  if (state.camera) found.set("camera", state.camera.map((n) => Number(n.toPrecision(7))).join(","));
  return found.toString();
}

/** The part of a state that an address speaks of; what it says wrongly is passed over. */
export function fromAddress(address) {
  const found = new URLSearchParams(address.replace(/^[#?]/, ""));
  const patch = {};
  for (const kind of ["node", "edge"]) if (found.has(kind)) patch.selected = { kind, id: found.get(kind) };
  for (const key of LISTS) if (found.has(key)) patch[key] = found.getAll(key);
  for (const key of SINGLE) if (found.has(key) && may(key, found.get(key))) patch[key] = found.get(key);
  if (found.has("at")) patch.moved = Object.fromEntries(found.getAll("at").map(place).filter(Boolean));
  if (found.getAll("route").length === 2) patch.route = found.getAll("route");
  if (found.get("colour") === "group") patch.colour = "group";
  if (found.has("collapsed")) patch.collapsed = found.get("collapsed") === "1";
  if (found.has("open")) patch.open = found.getAll("open").map(Number).filter(Number.isInteger);
  if (found.get("table") === "1") patch.table = true;
  const camera = (found.get("camera") ?? "").split(",").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && camera[0] > 0) patch.camera = camera;
  return patch;
}

/** The place in an article that an address asks for: "mark=120-134". */
export function placeIn(address) {
  const found = /^(\d+)-(\d+)$/.exec(new URLSearchParams(address.replace(/^[#?]/, "")).get("mark") ?? "");
  return found && [Number(found[1]), Number(found[2])];
}

const may = (key, value) => !ALLOWED[key] || ALLOWED[key].includes(value);

function place(text) {
  const [x, y, ...id] = text.split(",");
  return Number.isFinite(Number(x)) && Number.isFinite(Number(y)) ? [id.join(","), [Number(x), Number(y)]] : null;
}
