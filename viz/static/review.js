/** The review queue: what may be one thing, to merge or keep apart; and beside it what cannot both hold. */

import { nameButton, sentenceOf } from "./about.js";
import { h } from "./dom.js";
import { quoteOf } from "./evidence.js";
import { toDocument } from "./leads.js";

const KEPT = "qipan-reviewer"; // where the browser keeps who decides
const decided = new Map(); // candidate -> what was decided about it, across changes of language

export function showReview(app, sheet) {
  const { say } = app;
  const left = sheet.candidates.map((one) => candidateOf(app, one));
  return h(
    "div",
    { class: "queue" },
    h(
      "section",
      {},
      h("h2", {}, say.word("may_be_one", { n: left.length })),
      left.length ? [app.page.links.decide && who(app), h("ol", { onkeydown: (event) => byKey(event) }, left)] : none(app, "nothing_to_review"),
    ),
    h(
      "section",
      {},
      h("h2", {}, say.word("contradictions", { n: sheet.contradictions.length })),
      sheet.contradictions.length
        ? h(
            "ol",
            {},
            sheet.contradictions.map((one) => contradictionOf(app, one)),
          )
        : none(app, "no_contradictions"),
    ),
  );
}

const none = (app, word) => h("p", { class: "none" }, app.say.word(word));

function who(app) {
  const { say } = app;
  const change = ({ target }) => keep(target.value);
  const field = h("input", { id: "reviewer", maxlength: "200", autocomplete: "name", value: kept(), oninput: change });
  return h(
    "p",
    { class: "who" },
    h("label", { for: "reviewer" }, say.word("reviewer")),
    field,
    h("small", {}, say.word("review_keys")),
  );
}

/** Browsers may keep nothing in a frame. */
function kept() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

function keep(name) {
  try {
    localStorage.setItem(KEPT, name);
  } catch {
    return;
  }
}

function candidateOf(app, one) {
  const { say } = app;
  const nodes = one.nodes.map((id) => app.model.nodeById.get(id));
  const [name, other] = one.names;
  const facts = [
    say.word("likely", { value: one.score.toFixed(2) }),
    one.shared > 0 && say.word("shared", { n: one.shared }),
  ];
  const card = h(
    "li",
    { class: "card", tabindex: "-1" },
    h(
      "div",
      { class: "pair" },
      nodes.map((node) => sideOf(app, node)),
    ),
    h("p", { class: "why", lang: say.han }, say.word(`why_${one.reason}`, { one: name, other })),
    h("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    h("div", { class: "actions", "aria-live": "polite" }),
  );
  if (app.page.links.decide) offer(app, card, one); // an exported file only shows
  return card;
}

function sideOf(app, node) {
  const { say } = app;
  const facts = [
    say.label(app.model.types.get(node.group)),
    say.word("mentions", { n: node.mentions }),
    say.word("documents", { n: node.documents }),
  ];
  const quote = node.edges.map((edge) => quoteOf(app, edge, 0)).find(Boolean);
  return h(
    "div",
    {},
    nameButton(app, node),
    h("p", { class: "facts" }, facts.join(" · ")),
    quote && h("blockquote", { lang: say.han }, quote.text),
  );
}

/** The two answers; or what was answered, and the way back. */
function offer(app, card, one) {
  const { say } = app;
  const place = card.querySelector(".actions");
  const done = decided.get(one);
  card.classList.toggle("done", Boolean(done));
  const button = (word, action, more = {}) =>
    h("button", { type: "button", "data-does": word, onclick: action, ...more }, say.word(word));
  if (done) {
    const name = say.name(app.model.nodeById.get(one.nodes[0]));
    const says = done.kind === "merge" ? say.word("merged", { name }) : say.word("kept_apart");
    return place.replaceChildren(h("span", {}, says), button("undo", () => undo(app, card, one, done)));
  }
  return place.replaceChildren(
    button("merge", () => decide(app, card, one, "merge")),
    button("apart", () => decide(app, card, one, "apart")),
  );
}

async function decide(app, card, one, kind) {
  const made = await post(app, { kind, entities: one.nodes });
  if (!made) return;
  decided.set(one, { kind, id: made.id });
  offer(app, card, one);
  focusOn(card.nextElementSibling ?? card);
}

async function undo(app, card, one, { id }) {
  if (!(await post(app, { kind: "undo", decision: id }))) return;
  decided.delete(one);
  offer(app, card, one);
  focusOn(card);
}

/** The decision as it was noted; null, with a word why, where it was not. */
async function post(app, decision) {
  const author = document.getElementById("reviewer").value.trim();
  if (!author) {
    app.announce(app.say.word("reviewer_needed"));
    document.getElementById("reviewer").focus();
    return null;
  }
  const headers = { "content-type": "application/json", accept: "application/json" };
  try {
    const body = JSON.stringify({ author, ...decision });
    const answer = await fetch(app.page.links.decide, { method: "POST", headers, body });
    const said = await answer.json();
    if (answer.ok) return said;
    app.announce(app.say.word("decide_failed", { why: said.error?.message ?? answer.status }));
  } catch (error) {
    app.announce(app.say.word("decide_failed", { why: error.message }));
  }
  return null;
}

function focusOn(card) {
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

/** J and K (and the arrows) go from one to the next, M merges, A keeps apart, Z takes back. */
function byKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const card = event.target.closest(".card");
  const does = { m: "merge", a: "apart", z: "undo" }[event.key];
  const next = {
    j: card.nextElementSibling,
    ArrowDown: card.nextElementSibling,
    k: card.previousElementSibling,
    ArrowUp: card.previousElementSibling,
  }[event.key];
  if (!does && !next) return;
  event.preventDefault();
  event.stopPropagation();
  if (next) return focusOn(next);
  card.querySelector(`[data-does="${does}"]`)?.click();
}

/** J from anywhere on the page begins with the first that is not decided. */
export function beginReview() {
  const cards = [...document.querySelectorAll("#sheet .queue .card[tabindex]")];
  const first = cards.find((card) => !card.classList.contains("done"));
  if (first) focusOn(first);
}

function contradictionOf(app, one) {
  return h(
    "li",
    { class: "card" },
    h("h3", {}, app.say.word(`against_${one.kind}`)),
    h(
      "ul",
      { class: "lines" },
      one.sides.map(([edgeId, number]) => statementOf(app, app.model.edgeById.get(edgeId), number)),
    ),
  );
}

function statementOf(app, edge, number) {
  const quote = quoteOf(app, edge, number);
  const [id, title, date] = quote?.source ?? [];
  const address = quote && toDocument(app, id, quote);
  const source = quote && [title || id, date].filter(Boolean).join(" · ");
  return h(
    "li",
    { "data-edges": String(edge.index) },
    h("button", { type: "button", class: "name" }, sentenceOf(app, edge)),
    quote && h("blockquote", { lang: app.say.han }, quote.text),
    quote && h("footer", { lang: app.say.han }, address ? h("a", { href: address }, source) : source),
  );
}
