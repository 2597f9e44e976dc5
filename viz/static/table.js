/** The same relations as rows: for reading in order, for copying, and for those who do not see the picture. */

import { byId, h } from "./dom.js";
import { firstQuote } from "./evidence.js";

const AT_FIRST = 300;

/** Show or hide the table; its rows are the edges of the scene, groups opened. */
export async function showTable(app) {
  const place = byId("table");
  const open = app.store.get().table;
  place.hidden = !open;
  byId("stage").toggleAttribute("inert", open);
  if (!open) return place.replaceChildren();
  await app.ready;
  if (!app.store.get().table) return;
  const edges = app.scene.plain.edges;
  const body = h(
    "tbody",
    {},
    edges.slice(0, AT_FIRST).map((edge) => row(app, edge)),
  );
  place.replaceChildren(h("table", {}, head(app), body), ...rest(app, edges, body));
}

function head(app) {
  const titles = ["head", "relation", "tail", "modality", "quote", "source", "date"];
  return h(
    "thead",
    {},
    h(
      "tr",
      {},
      titles.map((word) => h("th", { scope: "col" }, app.say.word(word))),
    ),
  );
}

function row(app, edge) {
  const quote = firstQuote(app, edge);
  const [, title, date] = quote?.source ?? [];
  const end = (node) => h("button", { type: "button", onclick: () => app.choose("node", node.id) }, app.say.name(node));
  const verb = h("button", { type: "button", onclick: () => app.choose("edge", edge.id) }, app.relationOf(edge));
  const han = { lang: app.say.han };
  return h(
    "tr",
    {},
    h("th", { scope: "row", ...han }, end(edge.from)),
    h("td", {}, verb),
    h("td", han, end(edge.to)),
    h("td", {}, app.say.label(app.model.modalities.get(edge.modality))),
    h("td", { class: "quote", ...han }, quote?.text ?? ""),
    h("td", han, title ?? ""),
    h("td", { class: "date" }, date ?? ""),
  );
}

function rest(app, edges, body) {
  if (edges.length <= AT_FIRST) return [];
  const button = h("button", { type: "button", class: "show-all" }, app.say.word("show_all", { n: edges.length }));
  button.addEventListener("click", () => {
    body.append(...edges.slice(AT_FIRST).map((edge) => row(app, edge)));
    button.remove();
  });
  return [button];
}
