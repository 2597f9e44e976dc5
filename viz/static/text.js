/** An article's text: names underlined in the colour of their type, statements numbered like notes. */

import { h } from "./dom.js";
import { onward } from "./leads.js";

const KINDS = ["mentions", "said", "skipped", "asked"];

/** The article: heading, where it comes from, and the text. Offsets count code points. */
export function showText(app, sheet) {
  const characters = Array.from(sheet.text);
  const marks = readMarks(app, sheet);
  const spans = paragraphsOf(characters);
  const inside = sorted(marks, spans);
  const paragraphs = spans.map(([start, end], i) => paragraph(app, characters, inside[i], start, end));
  return [
    h("h2", { lang: app.say.han }, app.page.title),
    h("p", { class: "facts" }, about(app, sheet)),
    h("div", { class: "text", lang: app.say.han }, paragraphs),
  ];
}

function about(app, sheet) {
  const counts = app.say.word("text_counts", { mentions: sheet.mentions.length, statements: sheet.statements.length });
  return [sheet.date ?? app.say.word("no_date"), sheet.source, sheet.author, counts].filter(Boolean).join(" · ");
}

/** Mentions, statements by what they quote, notes by where they stand, and the place that the address asks for. */
function readMarks(app, sheet) {
  const edges = sheet.statements.map(([id, modality, spans]) => ({
    edge: app.model.edgeById.get(id),
    modality,
    spans,
  }));
  const said = edges.flatMap(({ edge, modality, spans }) =>
    spans.map(([start, end]) => ({ start, end, edge, modality })),
  );
  const notes = new Map();
  edges.forEach(({ edge, spans }, i) => {
    const end = spans.at(-1)[1];
    notes.set(end, [...(notes.get(end) ?? []), { edge, number: i + 1 }]);
  });
  const skipped = sheet.skipped.map(([start, end]) => ({ start, end }));
  const asked = app.place ? [{ start: app.place[0], end: app.place[1] }] : [];
  const mentions = sheet.mentions.map(([start, end, id]) => ({ start, end, node: app.model.nodeById.get(id) }));
  return { mentions, said, notes, skipped, asked };
}

function paragraphsOf(characters) {
  const found = [];
  let start = 0;
  for (let i = 0; i <= characters.length; i++) {
    if (i < characters.length && characters[i] !== "\n") continue;
    if (i > start) found.push([start, i]);
    start = i + 1;
  }
  return found;
}

/** A paragraph; a heading of Markdown keeps its signs, as every offset counts them. */
function paragraph(app, characters, marks, start, end) {
  const signs = /^#{1,6} /.exec(characters.slice(start, start + 8).join(""))?.[0] ?? "";
  const pieces = piecesOf(marks, start + signs.length, end).map((piece) => show(app, characters, marks, piece));
  if (!signs) return h("p", {}, pieces);
  return h("p", { class: "heading", role: "heading", "aria-level": "3" }, h("span", { class: "hash" }, signs), pieces);
}

/** The marks of each paragraph; one that runs on belongs to several. */
function sorted(marks, spans) {
  const found = spans.map(() => ({ mentions: [], said: [], skipped: [], asked: [], notes: marks.notes }));
  for (const kind of KINDS) {
    for (const mark of marks[kind]) {
      for (let i = firstAfter(spans, mark.start); i < spans.length && spans[i][0] < mark.end; i++) {
        found[i][kind].push(mark);
      }
    }
  }
  return found;
}

/** The number of the first span that ends after a place. */
function firstAfter(spans, place) {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle][1] > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A span cut wherever a mark begins or ends. */
function piecesOf(marks, start, end) {
  const cuts = new Set([start, end]);
  for (const kind of KINDS) for (const mark of marks[kind]) cuts.add(mark.start).add(mark.end);
  const inside = [...cuts].filter((cut) => cut >= start && cut <= end).sort((a, b) => a - b);
  return inside.slice(1).map((cut, i) => [inside[i], cut]);
}

function show(app, characters, marks, [start, end]) {
  const over = (list) => list.filter((mark) => mark.start <= start && mark.end >= end);
  const text = characters.slice(start, end).join("");
  const [mention] = over(marks.mentions);
  const said = over(marks.said);
  const classes = [
    said.length && "said",
    over(marks.skipped).length && "skipped",
    over(marks.asked).length && "asked",
  ].filter(Boolean);
  const inner = mention?.node ? name(app, mention.node, text) : text;
  const edges = [...new Set(said.map(({ edge }) => edge.index))].join(" ");
  const piece = classes.length ? h("span", { class: classes.join(" "), "data-edges": edges || null }, inner) : inner;
  return [piece, notesAt(app, marks.notes.get(end))];
}

function name(app, node, text) {
  const colour = app.page.kinds.types.findIndex(({ id }) => id === node.group);
  const label = `${app.say.label(app.model.types.get(node.group))}: ${app.say.name(node)}`;
  const href = onward(app, `#node=${encodeURIComponent(node.id)}`);
  return h("a", { class: `mention type-${colour}`, href, "data-node": node.id, title: label }, text);
}

function notesAt(app, notes) {
  if (!notes) return null;
  return h(
    "sup",
    {},
    notes.map(({ edge, number }) =>
      h(
        "a",
        {
          class: `note ${edge.modality}`,
          href: onward(app, `#edge=${encodeURIComponent(edge.id)}`),
          "data-edges": String(edge.index),
          title: `${app.say.name(edge.from)} — ${app.relationOf(edge)} → ${app.say.name(edge.to)}`,
        },
        String(number),
      ),
    ),
  );
}
