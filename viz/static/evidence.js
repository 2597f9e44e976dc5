/** Cards that show what an edge rests on: each quote marked in its sentence, with who said it, where and when. */

import { h, webAddress } from "./dom.js";
import { toDocument } from "./leads.js";

/** The evidence of an edge, or the message that it is being fetched. */
export function proofs(app, edge) {
  const found = app.evidence[edge.index] ?? edge.proofs ?? [];
  const cards = found.map((proof) => card(app, proof));
  const rest = edge.statements - found.length;
  return rest > 0 && found.length ? [...cards, h("p", { class: "more" }, app.say.word("more", { n: rest }))] : cards;
}

function card(app, proof) {
  const [document_, title, date, source] = app.model.sources[proof.source];
  const quotes = proof.quotes.map((quote) => sentence(app, quote, document_));
  return h(
    "article",
    { class: `proof ${proof.modality}` },
    quotes,
    qualifiers(app, proof),
    credits(app, proof, { title, date, source }),
  );
}

/** A sentence as it stands in the article, the words that count marked. Offsets count code points. */
function sentence(app, [text, begins, marks], document_) {
  const characters = Array.from(text);
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at) continue;
    parts.push(characters.slice(at, start).join(""), h("mark", {}, characters.slice(start, end).join("")));
    at = end;
  }
  parts.push(characters.slice(at).join(""));
  const place = { start: begins + (marks[0]?.[0] ?? 0), end: begins + (marks.at(-1)?.[1] ?? 0) };
  const address = toDocument(app, document_, place);
  const link = address && h("a", { class: "open", href: address }, app.say.word("open_document"));
  return h("blockquote", { lang: app.say.han }, h("p", {}, parts), link);
}

function qualifiers(app, proof) {
  const rows = ["aspect", "condition", "horizon", "time"].filter((key) => proof[key]);
  const pairs = rows.map((key) => [h("dt", {}, app.say.word(key)), h("dd", { lang: app.say.han }, proof[key])]);
  if (proof.polarity)
    pairs.push([h("dt", {}, app.say.word("polarity")), h("dd", {}, app.say.polarity(proof.polarity))]);
  return pairs.length ? h("dl", {}, pairs) : null;
}

function credits(app, proof, { title, date, source }) {
  const address = webAddress(source);
  const heading = title || app.say.word("source");
  const modality = app.model.modalities.get(proof.modality);
  return h(
    "footer",
    {},
    proof.modality !== "asserted" && h("span", { class: "badge" }, app.say.label(modality)),
    proof.speaker && h("span", { lang: app.say.han }, app.say.word("said_by", { name: proof.speaker })),
    h(
      "cite",
      { lang: app.say.han },
      address ? h("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, heading) : heading,
    ),
    source && !address && h("span", { lang: app.say.han }, source),
    h("time", {}, date ?? app.say.word("no_date")),
    h("span", { class: "confidence" }, app.say.word("confidence", { value: proof.confidence.toFixed(2) })),
  );
}

/** The first words of an edge's evidence, for tables and lists. */
export const firstQuote = (app, edge) => quoteOf(app, edge, 0);

/** The words of one of an edge's proofs, where they stand, and their source. */
export function quoteOf(app, edge, number) {
  const proof = (app.evidence[edge.index] ?? edge.proofs ?? [])[number];
  if (!proof?.quotes.length) return null;
  const [text, begins, marks] = proof.quotes[0];
  const [start, end] = [marks[0]?.[0] ?? 0, marks.at(-1)?.[1]];
  const words = Array.from(text).slice(start, end).join("");
  const place = { start: begins + start, end: begins + (end ?? 0) };
  return { text: words || text, source: app.model.sources[proof.source], ...place };
}
