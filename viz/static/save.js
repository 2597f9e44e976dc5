/** Saving what is seen under a title that states its conclusion; the way on is the page that shares it. */

import { byId, h } from "./dom.js";
import { turned } from "./turning.js";

const [MOST, MOST_HIDDEN] = [300, 1000]; // entities of a saved view, and what it may leave out
const FILTERED = new Set(["whole", "ego", "path"]); // questions to which filters can be put

/**
 * What a saved view asks for: the page's question with the reader's filters and what is hidden, so that it follows the
 * graph; where the question cannot say what is seen (more was unfolded, a filtered part was cut) what is seen itself.
 */
export function selectionOf({ page, model, store, scene }) {
  const state = store.get();
  const { nodes, edges } = scene.plain;
  const filters = filtersOf(model, state);
  const shown = new Set([...nodes, ...edges].map(({ id }) => id));
  const hidden = [...model.nodes, ...model.edges].map(({ id }) => id).filter((id) => !shown.has(id));
  const filtered = Object.keys(filters).length > 0;
  const { kind, limit } = page.selection;
  const asked = kind !== "entities" && !state.expanded.length && limit <= MOST && hidden.length <= MOST_HIDDEN;
  if (asked && edges.length && !(filtered && (page.truncated || !FILTERED.has(kind)))) return { ...page.selection, filters, hidden };
  const none = edges.length ? [] : model.edges.map(({ id }) => id).slice(0, MOST_HIDDEN);
  return { kind: "entities", entities: nodes.map(({ id }) => id), relations: edges.map(({ id }) => id), hidden: none };
}

/** The legend's choices and the period, as lists of relations have them. */
function filtersOf(model, state) {
  const filters = {};
  const left = (name, kinds) => [...kinds.keys()].filter((id) => !state.off.includes(`${name}:${id}`));
  for (const [name, kinds] of [
    ["relation", model.relations],
    ["modality", model.modalities],
  ])
    if (state.off.some((key) => key.startsWith(`${name}:`)))
      filters[name === "relation" ? "relations" : "modalities"] = left(name, kinds);
  for (const bound of ["since", "until"]) if (state[bound]) filters[bound] = state[bound];
  return filters;
}

/** The whole view as POST /v1/views takes it. */
export function viewOf(app, title) {
  const { theme, lang } = app.store.get();
  const tenth = (number) => Math.round(number * 10) / 10;
  const placeOf = ({ x, y }) => turned(app.model, [tenth(x), tenth(y)]);
  const positions = Object.fromEntries(app.scene.plain.nodes.map((node) => [node.id, placeOf(node)]));
  return { title, selection: selectionOf(app), positions, theme, lang };
}

/** Ask for the title, save, and go on to the page that shares the view. */
export function askToSave(app) {
  const { say } = app;
  const { length: n } = app.scene.plain.nodes;
  if (!app.page.links.save || !n || byId("save")) return;
  if (n > MOST) return app.announce(say.word("save_too_many", { n: MOST }));
  const dialog = dialogFor(app, n);
  document.body.append(dialog);
  dialog.showModal();
  byId("save-title").select();
}

function dialogFor(app, n) {
  const { say } = app;
  const problem = h("p", { class: "problem", role: "alert" });
  const title = h("textarea", {
    id: "save-title",
    maxlength: "300",
    rows: "2",
    required: true,
    placeholder: say.word("save_hint"),
    lang: say.han,
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      title.form.requestSubmit();
    },
  });
  const form = h(
    "form",
    {},
    h("h2", { id: "save-heading" }, say.word("save_view")),
    h("label", { for: "save-title" }, say.word("save_title")),
    title,
    h("p", { class: "facts" }, say.word("save_keeps", { n })),
    problem,
    h(
      "div",
      { class: "answers" },
      h("button", { type: "button", onclick: () => dialog.close() }, say.word("cancel")),
      h("button", { type: "submit", class: "chief" }, say.word("save")),
    ),
  );
  const dialog = h("dialog", { id: "save", "aria-labelledby": "save-heading", onclose: () => dialog.remove() }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = await save(app, title.value.trim());
  });
  return dialog;
}

/** Why it could not be saved; where it could, the page is left. */
async function save(app, title) {
  const { links } = app.page;
  const headers = { "content-type": "application/json", accept: "application/json" };
  try {
    const answer = await fetch(links.save, { method: "POST", headers, body: JSON.stringify(viewOf(app, title)) });
    const said = await answer.json();
    if (!answer.ok) return app.say.word("save_failed", { why: said.error?.message ?? answer.status });
    location.assign(links.share.replace("{view}", encodeURIComponent(said.id)));
    return "";
  } catch (error) {
    return app.say.word("save_failed", { why: error.message });
  }
}
