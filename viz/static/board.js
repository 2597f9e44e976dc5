/** A company's board and a comparison: cards whose lines rest on quotes. */

import { badge, kindIcon, nameButton } from "./about.js";
import { h } from "./dom.js";
import { firstQuote } from "./evidence.js";
import { toDocument } from "./leads.js";

const AT_FIRST = 6; // lines before "show all"

/** The four fields, then everything else that is said. */
export function showBoard(app, sheet) {
  return [
    h(
      "div",
      { class: "fields" },
      sheet.fields.map((field) => fieldCard(app, field)),
    ),
    h(
      "div",
      { class: "cards" },
      sheet.sections.map((section) => card(app, section)),
    ),
  ];
}

function fieldCard(app, field) {
  const parts = field.parts.map((part) => [
    field.parts.length > 1 && h("h3", {}, part.label[app.say.lang]),
    lines(app, part),
  ]);
  const body = parts.length ? parts.flat() : [h("p", { class: "none" }, app.say.word("nothing_said"))];
  return h("section", { class: `field ${field.id}` }, h("h2", {}, field.label[app.say.lang]), body);
}

function card(app, section) {
  return h("section", { class: "card" }, h("h2", {}, section.label[app.say.lang]), lines(app, section));
}

/** Lines of a section; a long one opens on demand. */
function lines(app, section) {
  const rows = section.lines.map((each) => line(app, each));
  const list = h("ul", { class: "lines" }, rows.slice(0, AT_FIRST));
  const note = section.truncated && h("p", { class: "more" }, app.say.word("truncated"));
  if (rows.length <= AT_FIRST) return [list, note];
  const all = h("button", { type: "button", class: "show-all" }, app.say.word("show_all", { n: rows.length }));
  all.addEventListener("click", () => (list.append(...rows.slice(AT_FIRST)), all.remove()));
  return [list, all, note];
}

/** The other end, how surely it is said, the words that say it, and where they are. */
function line(app, [edgeId, nodeId]) {
  const edge = app.model.edgeById.get(edgeId);
  const node = app.model.nodeById.get(nodeId);
  return h(
    "li",
    { "data-edges": String(edge.index) },
    h(
      "button",
      { type: "button", class: "name", lang: app.say.han },
      kindIcon(app, node),
      h("b", {}, app.say.name(node)),
      badge(app, edge.modality),
    ),
    quoteLine(app, edge),
  );
}

/** The first quote of an edge, and its source. */
export function quoteLine(app, edge) {
  const quote = firstQuote(app, edge);
  if (!quote) return null;
  const [id, title, date] = quote.source;
  const address = toDocument(app, id, quote);
  const source = title || id;
  return [
    h("blockquote", { class: edge.modality, lang: app.say.han }, quote.text),
    h(
      "footer",
      { lang: app.say.han },
      address ? h("a", { href: address }, source) : h("cite", {}, source),
      date && h("time", {}, date),
      edge.sources > 1 && h("span", {}, app.say.word("sources_count", { n: edge.sources })),
    ),
  ];
}

/** A row for each section, a column for each thing. */
export function showComparison(app, sheet) {
  const names = sheet.entities.map((id) => app.model.nodeById.get(id));
  const head = names.map((node) => h("th", { scope: "col" }, nameButton(app, node)));
  const cell = (column) => (column.length ? lines(app, { lines: column }) : h("span", { class: "none" }, "—"));
  const rows = sheet.sections.map((section) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, section.label[app.say.lang]),
      section.columns.map((column) => h("td", {}, cell(column))),
    ),
  );
  const table = h("table", { class: "compared" }, h("thead", {}, h("tr", {}, h("td"), head)), h("tbody", {}, rows));
  table.style.setProperty("--columns", String(names.length));
  return table;
}
