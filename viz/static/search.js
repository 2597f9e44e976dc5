/** Search by any name in either script; the list is a combobox that a keyboard can walk. */

import { byId, h } from "./dom.js";
import { kindIcon } from "./about.js";
import { toAnswer, toPage } from "./leads.js";

const MOST = 12;
const ALIKE = 0.5; // below it names are only spelt like what was typed
const PAUSE = 150; // milliseconds without a key before the whole graph is asked

/** What two spellings of a name share, as far as a page can know. */
export function folded(name) {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_·‧・•“”‘’「」『』《》〈〉"'’-]/g, "");
}

/** Nodes by name: the name itself, then those that begin with the words, then those that contain them. */
export function matches(nodes, words) {
  const wanted = folded(words);
  if (!wanted) return [];
  const ranked = nodes.map((node) => ({ node, rank: Math.min(...keysOf(node).map((key) => rank(key, wanted))) }));
  const found = ranked.filter((each) => each.rank < 3);
  found.sort((a, b) => a.rank - b.rank || b.node.edges.length - a.node.edges.length || a.node.key - b.node.key);
  return found.slice(0, MOST).map(({ node }) => node);
}

const rank = (key, wanted) => (key === wanted ? 0 : key.startsWith(wanted) ? 1 : key.includes(wanted) ? 2 : 3);

function keysOf(node) {
  node.folded ??= [node.label, node.hant, node.hans, ...(node.also ?? []), ...(node.keys ?? [])]
    .filter(Boolean)
    .map(folded);
  return node.folded;
}

/** Wire the box and its list. */
export function wireSearch(app) {
  const box = byId("search");
  const list = byId("search-results");
  let at = -1;
  let found = [];
  let away = []; // entities of the whole graph that are not in this picture
  let waiting = 0;
  const canAsk = Boolean(app.page.links.ask);
  const ask = () => {
    location.href = toAnswer(app, box.value.trim());
  };

  const show = () => {
    found = matches(
      app.model.nodes.filter((node) => !node.via || app.scene.plain.nodes.includes(node)),
      box.value,
    );
    away = [];
    at = found.length || (canAsk && box.value.trim()) ? 0 : -1;
    draw();
    clearTimeout(waiting);
    waiting = setTimeout(lookAway, PAUSE);
  };
  const lookAway = async () => {
    const words = box.value.trim();
    const more = await elsewhere(app, words);
    if (box.value.trim() !== words || !more.length) return;
    away = more;
    draw();
  };
  const draw = () => {
    const words = box.value.trim();
    const count = found.length + away.length;
    const empty = words && !count && !canAsk;
    list.replaceChildren(
      ...found.map((node, i) => option(app, node, i === at, () => take(node))),
      ...away.map((entity, i) => stranger(app, entity, i + found.length === at, () => leave(entity))),
      ...(words && canAsk ? [question(app, words, at === count, ask)] : []),
      ...(empty ? [h("li", { class: "none" }, app.say.word("no_match"))] : []),
    );
    list.hidden = !words;
    box.setAttribute("aria-expanded", String(Boolean(words) && !empty));
    if (at >= 0) box.setAttribute("aria-activedescendant", list.children[at].id);
    else box.removeAttribute("aria-activedescendant");
  };
  const take = (node) => {
    close();
    app.goTo(node);
  };
  const leave = (entity) => {
    location.href = toPage(app, "entity", entity);
  };
  const close = () => {
    clearTimeout(waiting);
    box.value = "";
    [found, away, at] = [[], [], -1];
    draw();
    box.blur();
  };

  const choose = () => {
    if (at < found.length) return take(found[at]);
    const entity = away[at - found.length];
    return entity ? leave(entity) : ask();
  };

  box.addEventListener("input", show);
  box.addEventListener("blur", () => setTimeout(() => (list.hidden = true), 150));
  box.addEventListener("focus", () => box.value && show());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.key === "Enter" && at >= 0) return choose();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = found.length + away.length + (canAsk && box.value.trim() ? 1 : 0);
    if (!step || !count) return;
    event.preventDefault();
    at = (at + step + count) % count;
    draw();
  });
}

/** Entities of the whole graph by name that this page does not have; none where it cannot ask. */
async function elsewhere(app, words) {
  const { find } = app.page.links;
  if (!find || !words) return [];
  try {
    const answer = await fetch(find.replace("{words}", encodeURIComponent(words)));
    const { items } = await answer.json();
    const named = items.filter(({ score }) => score >= ALIKE).map(({ entity }) => entity);
    return named.filter(({ id }) => !app.model.nodeById.has(id));
  } catch {
    return [];
  }
}

/** An entity that another page shows. */
function stranger(app, { id, type, name }, chosen, leave) {
  const kind = app.say.label(app.model.types.get(type));
  const said = [kind, app.say.word("elsewhere")].filter(Boolean).join(" · ");
  return row(`result-${id}`, chosen, leave, [h("span", { lang: app.say.han }, name), h("small", {}, said)]);
}

function option(app, node, chosen, take) {
  const label = [
    kindIcon(app, node),
    h("span", { lang: app.say.han }, app.say.name(node)),
    h("small", {}, app.say.label(app.model.types.get(node.group))),
  ];
  return row(`result-${node.key}`, chosen, take, label);
}

/** The words as a question, which another page answers. */
const question = (app, words, chosen, ask) =>
  row("result-ask", chosen, ask, [h("span", {}, app.say.word("ask_this", { words })), h("small", {}, "↵")]);

function row(id, chosen, take, label) {
  return h(
    "li",
    {
      id,
      role: "option",
      "aria-selected": String(chosen),
      onmousedown: (event) => {
        event.preventDefault();
        take();
      },
    },
    label,
  );
}
