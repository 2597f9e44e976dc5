/** An answer: its rows, each with the words it rests on; or what can be asked. */

import { nameButton, sentenceOf } from "./about.js";
import { quoteLine } from "./board.js";
import { h } from "./dom.js";
import { toAnswer, toDocument } from "./leads.js";

const AT_FIRST = 4; // relations of a row that are shown

export function showAnswer(app, sheet) {
  const { lang } = app.say;
  const items = (name, list) =>
    list.length > 0 &&
    h(
      "ul",
      { class: name },
      list.map((each) => h("li", {}, each)),
    );
  const says = sheet.message?.[lang] ?? app.say.word("not_understood");
  return [
    h("p", { class: "verdict", role: "status" }, says),
    sheet.rows.length > 1 && h("p", { class: "facts" }, app.say.word("rows_of", { n: sheet.rows.length })),
    items(
      "rows",
      sheet.rows.map((row) => rowOf(app, row)),
    ),
    sheet.truncated && h("p", { class: "more" }, app.say.word("truncated")),
    items(
      "rows",
      sheet.candidates.map((id) => rowOf(app, { node: id, edges: [] })),
    ),
    items(
      "examples",
      sheet.examples.map((example) => question(app, example[lang])),
    ),
  ];
}

function rowOf(app, row) {
  const node = app.model.nodeById.get(row.node);
  const edges = row.edges.slice(0, AT_FIRST).map((id) => app.model.edgeById.get(id));
  return h(
    "div",
    { class: "row" },
    node && nameButton(app, node),
    row.value !== null && row.value !== undefined && h("p", { class: "value" }, number(app, row.value)),
    row.document && documentOf(app, row.document),
    edges.length > 0 &&
      h(
        "ul",
        { class: "lines" },
        edges.map((edge) => line(app, edge)),
      ),
    row.edges.length > AT_FIRST && h("p", { class: "more" }, app.say.word("more", { n: row.edges.length - AT_FIRST })),
  );
}

const number = (app, value) => new Intl.NumberFormat(app.say.lang, { maximumFractionDigits: 3 }).format(value);

function line(app, edge) {
  const words = h("button", { type: "button", class: "name" }, sentenceOf(app, edge));
  return h("li", { "data-edges": String(edge.index) }, words, quoteLine(app, edge));
}

function documentOf(app, [id, title, date]) {
  const address = toDocument(app, id);
  const words = [title || id, date].filter(Boolean).join(" · ");
  return h("p", { lang: app.say.han }, address ? h("a", { href: address }, words) : words);
}

function question(app, words) {
  const address = toAnswer(app, words);
  return address ? h("a", { href: address }, words) : words;
}
