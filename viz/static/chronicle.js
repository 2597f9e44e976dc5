/** Things in the order of time: what was said of when, and the articles. */

import { sentenceOf } from "./about.js";
import { h } from "./dom.js";
import { quoteOf } from "./evidence.js";
import { onward, toDocument } from "./leads.js";

/** Statements by the time that they speak of, the latest first, one heading a year. */
export function showTimeline(app, sheet) {
  if (!sheet.moments.length && !sheet.later) return h("p", { class: "none" }, app.say.word("empty"));
  const years = new Map();
  for (const moment of [...sheet.moments].reverse()) {
    const year = moment[0].slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), moment]);
  }
  return [
    sheet.later > 0 && pagesOf(app, sheet),
    ...[...years].map(([year, moments]) =>
      h(
        "section",
        { class: "year" },
        h("h2", {}, year),
        h(
          "ol",
          {},
          byDay(moments).map((day) => dayOf(app, day)),
        ),
      ),
    ),
    pagesOf(app, sheet),
  ];
}

/** Where the earlier and the later ones are; without addresses, as in an exported file, how many there are. */
function pagesOf(app, { earlier, later, page, other }) {
  const to = (word, n, number) => {
    const address = other && onward(app, other.replace("{page}", number));
    const words = app.say.word(word, { n });
    return n > 0 && (address ? h("a", { href: address }, words) : h("span", {}, words));
  };
  const ways = [to("later_page", later, page - 1), to("earlier_page", earlier, page + 1)].filter(Boolean);
  return ways.length > 0 && h("nav", { class: "turn", "aria-label": app.say.word("pages") }, ways);
}

/** Moments of the same time and kind of time together. */
function byDay(moments) {
  const days = [];
  for (const moment of moments) {
    const last = days.at(-1)?.[0];
    const same = last && [0, 1, 2].every((i) => last[i] === moment[i]);
    if (same) days.at(-1).push(moment);
    else days.push([moment]);
  }
  return days;
}

function dayOf(app, moments) {
  const [start, end, told] = moments[0];
  const span = start === end ? start : `${start} – ${end}`;
  return h(
    "li",
    { class: told ? "day told" : "day" },
    h("p", { class: "when" }, h("time", {}, span), told && h("small", {}, app.say.word("told_then"))),
    h(
      "ul",
      { class: "lines" },
      moments.map((moment) => momentOf(app, moment)),
    ),
  );
}

function momentOf(app, [, , , edgeId, number]) {
  const edge = app.model.edgeById.get(edgeId);
  const quote = quoteOf(app, edge, number);
  return h(
    "li",
    { "data-edges": String(edge.index) },
    h("button", { type: "button", class: "name" }, sentenceOf(app, edge)),
    quote && h("blockquote", { class: edge.modality, lang: app.say.han }, quote.text),
  );
}

/** All articles; each leads to its text. */
export function showArticles(app, sheet) {
  return h(
    "ol",
    { class: "articles" },
    sheet.articles.map(([id, title, date, source, statements, length]) => {
      const address = toDocument(app, id);
      const facts = [
        date ?? app.say.word("no_date"),
        source,
        app.say.word("characters", { n: length }),
        app.say.word("statements_of", { n: statements }),
      ];
      return h(
        "li",
        {},
        h("h2", { lang: app.say.han }, address ? h("a", { href: address }, title || id) : title || id),
        h("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
      );
    }),
  );
}
