/** What is said of a node, an edge, a group or a way: the content of the panel. */

import { h } from "./dom.js";
import { proofs } from "./evidence.js";
import { toPage } from "./leads.js";
import { other } from "./model.js";
import { icon } from "./shapes.js";
import { toggled } from "./state.js";

const AT_FIRST = 12; // relations shown before "show all"

export function aboutNode(app, node) {
  const names = node.also?.filter((name) => name !== app.say.name(node)) ?? [];
  const edges = app.scene.edges.filter((edge) => edge.from === node || edge.to === node);
  return [
    h("h2", { lang: app.say.han }, kindIcon(app, node), app.say.name(node)),
    h(
      "p",
      { class: "facts" },
      [
        app.say.label(app.model.types.get(node.group)),
        app.say.word("relations_of", { n: edges.length }),
        app.say.word("documents", { n: node.documents }),
        app.say.word("mentions", { n: node.mentions }),
      ].join(" · "),
    ),
    names.length > 0 &&
      h("p", { class: "facts", lang: app.say.han }, `${app.say.word("also_called")}: ${names.join("、")}`),
    actions(app, node),
    pagesOf(app, node),
    relationList(app, edges, node),
  ];
}

function actions(app, node) {
  const { store } = app;
  const state = store.get();
  const button = (word, action, pressed) =>
    h(
      "button",
      { type: "button", onclick: action, "aria-pressed": pressed === undefined ? null : String(pressed) },
      app.say.word(word),
    );
  return h(
    "div",
    { class: "actions" },
    app.canExpand && button("expand", () => app.expand(node)),
    button("focus", () => store.set({ only: state.only === node.id ? null : node.id }), state.only === node.id),
    button("path_from", () => app.startRoute(node)),
    button("pin", () => store.set({ pinned: toggled(state.pinned, node.id) }), state.pinned.includes(node.id)),
    button("hide", () => store.set({ hidden: toggled(state.hidden, node.id), selected: null })),
  );
}

/** Other pages about the node. */
function pagesOf(app, node) {
  const links = ["entity", "profile", "timeline", "loops"].map((page) => lead(app, page, node));
  const [first, ...more] = app.page.focus.map((id) => app.model.nodeById.get(id));
  const like = first && !more.length && first !== node && first.group === node.group;
  return leads(links, like && lead(app, "compare", first, node));
}

/** A link to another page, or nothing where this page leads nowhere. */
function lead(app, page, node, other) {
  const address = toPage(app, page, node, other);
  return address && h("a", { href: address }, app.say.word(`${page}_page`));
}

function leads(...links) {
  const there = links.flat().filter(Boolean);
  return there.length > 0 && h("p", { class: "pages" }, there);
}

/** Relations by kind, the best supported first; each opens its edge. */
function relationList(app, edges, node) {
  const sorted = [...edges].sort((a, b) =>
    a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : b.statements - a.statements,
  );
  const list = h(
    "ol",
    { class: "relations" },
    sorted.slice(0, AT_FIRST).map((edge) => relationRow(app, edge, node)),
  );
  if (sorted.length <= AT_FIRST) return list;
  const all = h("button", { type: "button", class: "show-all" }, app.say.word("show_all", { n: sorted.length }));
  all.addEventListener("click", () => {
    list.append(...sorted.slice(AT_FIRST).map((edge) => relationRow(app, edge, node)));
    all.remove();
  });
  return h("div", {}, list, all);
}

function relationRow(app, edge, node) {
  const far = other(edge, node);
  const open = h(
    "button",
    { type: "button", class: "relation", onclick: () => app.choose("edge", edge.id) },
    sentenceOf(app, edge),
  );
  const go = h(
    "button",
    { type: "button", class: "go", onclick: () => app.choose("node", far.id), "aria-label": app.say.name(far) },
    "›",
  );
  return h("li", {}, h("div", { class: "row" }, open, go), proofs(app, edge).slice(0, 1));
}

/** "騰訊 — 開發 → 元寶" */
export function sentenceOf(app, edge) {
  const arrow = edge.symmetric ? "—" : "→";
  const name = (node) => h("b", { lang: app.say.han }, app.say.name(node));
  return [
    name(edge.from),
    h("i", {}, ` — ${app.relationOf(edge)} ${arrow} `),
    name(edge.to),
    badge(app, edge.modality),
  ];
}

export function aboutEdge(app, edge) {
  const counts = [
    app.say.word("sources_count", { n: edge.sources }),
    app.say.word("confidence", { value: edge.confidence.toFixed(2) }),
  ];
  const end = (node) =>
    h(
      "button",
      { type: "button", class: "end", onclick: () => app.choose("node", node.id) },
      kindIcon(app, node),
      h("span", { lang: app.say.han }, app.say.name(node)),
    );
  return [
    h(
      "h2",
      { class: "edge", lang: app.say.han },
      end(edge.from),
      h("span", { class: "verb" }, app.relationOf(edge), edge.symmetric ? "" : " →"),
      end(edge.to),
    ),
    h("p", { class: "facts" }, badge(app, edge.modality), counts.join(" · ")),
    edge.from.group === edge.to.group && edge.from !== edge.to && leads(lead(app, "compare", edge.from, edge.to)),
    h("div", { class: "proofs" }, proofs(app, edge)),
  ];
}

/** A way between two nodes, step by step; or that there is none. */
export function aboutRoute(app, [start, end], way) {
  const [from, to] = [start, end].map((id) => app.model.nodeById.get(id));
  if (!from || !to) return [];
  const title = app.say.word("path_title", { from: app.say.name(from), to: app.say.name(to) });
  const steps = way?.edges.map((edge, i) => relationRow(app, edge, way.nodes[i]));
  return [
    h("h2", { lang: app.say.han }, title),
    steps ? h("ol", { class: "relations" }, steps) : h("p", { class: "facts" }, app.say.word("path_none")),
    leads(lead(app, "path", from, to)),
  ];
}

export function aboutGroup(app, group) {
  const members = [...group.members].sort((a, b) => b.edges.length - a.edges.length);
  return [
    h("h2", { lang: app.say.han }, app.nameOf(group)),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", onclick: () => app.openGroup(group) }, app.say.word("open_group")),
    ),
    h(
      "ol",
      { class: "members" },
      members.slice(0, 40).map((node) => h("li", { lang: app.say.han }, kindIcon(app, node), app.say.name(node))),
    ),
    members.length > 40 && h("p", { class: "more" }, app.say.word("more", { n: members.length - 40 })),
  ];
}

/** A node's sign and name, as a button that chooses it. */
export function nameButton(app, node) {
  const look = { type: "button", class: "name", "data-node": node.id, lang: app.say.han };
  return h("button", look, kindIcon(app, node), app.say.name(node));
}

/** How surely a thing is said, where it is not plainly stated. */
export function badge(app, modality) {
  return modality !== "asserted" && h("span", { class: "badge" }, app.say.label(app.model.modalities.get(modality)));
}

/** The sign of a node's type. */
export function kindIcon(app, node) {
  const { fill, outline, stroke } = app.paint(node);
  return icon(outline, fill, stroke);
}
