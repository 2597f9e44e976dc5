/** The legend: what is shown and how many of each; a click takes a kind out or back in. */

import { byId, h } from "./dom.js";
import { icon, lineIcon, mixed } from "./shapes.js";
import { toggled } from "./state.js";

/** Draw the legend anew: labels, signs and counts follow language, theme and filters. */
export function showLegend(app) {
  const counts = counted(app.model, app.scene);
  const { types, relations, modalities } = app.page.kinds;
  byId("legend-body").replaceChildren(
    section(app, "types", "type", types, counts, (kind) => typeIcon(app, kind)),
    section(app, "modality", "modality", modalities, counts, (kind) => lineIcon(kind, app.palette().text)),
    section(app, "relations", "relation", relations, counts, () => null),
  );
}

/** "type:Company" -> {all, shown} */
function counted(model, scene) {
  const found = new Map();
  const put = (prefix, things, key, which) => {
    for (const [kind, n] of tally(things, key)) {
      const name = `${prefix}:${kind}`;
      if (!found.has(name)) found.set(name, { all: 0, shown: 0 });
      found.get(name)[which] += n;
    }
  };
  for (const [{ nodes, edges }, which] of [
    [model, "all"],
    [scene.plain, "shown"],
  ]) {
    put("type", nodes, "group", which);
    put("relation", edges, "relation", which);
    put("modality", edges, "modality", which);
  }
  return found;
}

function tally(things, key) {
  const counts = new Map();
  for (const thing of things) counts.set(thing[key], (counts.get(thing[key]) ?? 0) + 1);
  return counts;
}

function section(app, title, prefix, kinds, counts, sign) {
  const rows = kinds.filter((kind) => counts.has(`${prefix}:${kind.id}`));
  if (!rows.length) return h("div");
  return h(
    "section",
    {},
    h("h2", {}, app.say.word(title)),
    h(
      "ul",
      {},
      rows.map((kind) => row(app, `${prefix}:${kind.id}`, kind, counts, sign(kind))),
    ),
  );
}

function row(app, key, kind, counts, sign) {
  const on = !app.store.get().off.includes(key);
  const { all, shown } = counts.get(key);
  const label = app.say.label(kind);
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: "kind",
        "aria-pressed": String(on),
        "data-kind": key,
        onclick: (event) =>
          event.altKey ? alone(app, key) : app.store.set({ off: toggled(app.store.get().off, key) }),
        ondblclick: () => alone(app, key),
      },
      sign,
      h("span", { class: "label" }, label),
      h("span", { class: "count" }, on && shown < all ? `${shown}/${all}` : String(all)),
    ),
  );
}

/** Only this kind of its section stays; asked again, all come back. */
function alone(app, key) {
  const prefix = key.split(":")[0];
  const { off } = app.store.get();
  const others = { type: "types", relation: "relations", modality: "modalities" }[prefix];
  const rest = app.page.kinds[others].map((kind) => `${prefix}:${kind.id}`).filter((other) => other !== key);
  const already = rest.every((other) => off.includes(other)) && !off.includes(key);
  const outside = off.filter((other) => !other.startsWith(`${prefix}:`));
  app.store.set({ off: already ? outside : [...outside, ...rest] });
}

function typeIcon(app, kind) {
  const fill = kind.fill[app.paletteName()];
  return icon(app.outlines[kind.shape], fill, mixed(fill, app.palette().text, 0.38));
}
