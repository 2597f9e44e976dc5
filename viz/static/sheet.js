/** What stands beside the graph (an article, a board, a timeline …): each lights up what the other shows. */

import { showAnswer } from "./answer.js";
import { showArticles, showTimeline } from "./chronicle.js";
import { showBoard, showComparison } from "./board.js";
import { byId } from "./dom.js";
import { showReview } from "./review.js";
import { mixed } from "./shapes.js";
import { showText } from "./text.js";

const KINDS = {
  document: showText,
  board: showBoard,
  comparison: showComparison,
  timeline: showTimeline,
  articles: showArticles,
  answer: showAnswer,
  review: showReview,
};
const narrow = matchMedia("(max-width: 900px)");

/** Wire the sheet: a click on what stands for a node or an edge chooses it, and pointing at it points at it there. */
export function wireSheet(app) {
  const { sheet } = app.page;
  if (!sheet) return;
  const place = byId("sheet");
  place.addEventListener("click", (event) => clicked(app, event));
  place.addEventListener("pointerover", ({ target }) => pointed(app, target.closest("[data-node]")?.dataset.node));
  place.addEventListener("pointerleave", () => pointed(app, null));
  narrow.addEventListener("change", () => showPanes(app));
  app.sheet = { shown: null, from: null };
  const open = !byId("legend").classList.contains("closed");
  if (open && innerWidth < 1700) byId("legend-toggle").click(); // two panes leave little room
  showPanes(app);
}

function clicked(app, event) {
  const spot = event.target.closest("[data-node], [data-edges]");
  if (!spot || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("a[href]:not([data-node], [data-edges])")) return;
  event.preventDefault();
  const next = spot.dataset.node ? { kind: "node", id: spot.dataset.node } : nextEdge(app, spot.dataset.edges);
  app.sheet.from = next.id;
  app.choose(next.kind, next.id);
}

/** Where several statements share their words, each click opens the next. */
function nextEdge(app, edges) {
  const ids = edges.split(" ").map((index) => app.model.edges[Number(index)].id);
  const at = ids.indexOf(app.store.get().selected?.id);
  return { kind: "edge", id: ids[(at + 1) % ids.length] };
}

function pointed(app, id) {
  const node = id ? (app.scene.nodes.find((each) => each.id === id) ?? null) : null;
  if (app.scene.hovered === node) return;
  app.scene.hovered = node;
  app.stage.redraw();
}

/** Show or hide the table, which stands where the graph does. */
export function toggleTable(app) {
  const table = !app.store.get().table;
  const covered = table && app.page.sheet && paneOf(app) === "sheet";
  app.store.set(covered ? { table, pane: "graph" } : { table });
}

/** Which of sheet and graph are seen: both, unless the reader or a narrow screen wants one. */
function paneOf(app) {
  const { pane } = app.store.get();
  return pane === "both" && narrow.matches ? "sheet" : pane;
}

function showPanes(app) {
  const pane = paneOf(app);
  const main = document.querySelector("main");
  const { pane: before } = main.dataset;
  main.dataset.pane = pane;
  byId("sheet").toggleAttribute("inert", pane === "graph");
  byId("picture").toggleAttribute("inert", pane === "sheet");
  for (const name of ["sheet", "both", "graph"])
    document.querySelector(`[data-action="pane-${name}"]`).setAttribute("aria-pressed", String(name === pane));
  if (!app.stage.network || before === pane) return;
  app.stage.redraw(); // takes the new size
  app.fit();
}

/** The colours of types, for names in the text. */
function colour(app) {
  const palette = app.palette();
  const theme = app.paletteName();
  const set = (name, value) => byId("sheet").style.setProperty(`--kind-${name}`, value);
  app.page.kinds.types.forEach(({ fill }, i) => set(i, mixed(fill[theme], palette.text, 0.2)));
}

/** Fill the sheet where the language changed, and light what is chosen. */
export async function showSheet(app) {
  const { sheet } = app.page;
  if (!sheet) return;
  showPanes(app);
  colour(app);
  await app.ready;
  const { lang } = app.store.get();
  if (app.sheet.shown !== lang) {
    app.sheet.shown = lang;
    byId("sheet").replaceChildren(...[KINDS[sheet.kind](app, sheet)].flat().filter(Boolean));
    byId("sheet").querySelector(".asked")?.scrollIntoView({ block: "center" });
  }
  light(app);
}

/** Mark what the graph has lit; bring it into sight unless it was chosen here. */
function light(app) {
  const { chosen } = app.scene;
  const isEdge = Boolean(chosen?.from);
  for (const spot of byId("sheet").querySelectorAll("[data-node], [data-edges]")) {
    const { node, edges } = spot.dataset;
    const lit = isEdge ? edges?.split(" ").includes(String(chosen.index)) : chosen && node === chosen.id;
    spot.classList.toggle("lit", Boolean(lit));
  }
  const { selected } = app.store.get();
  if (selected && selected.id !== app.sheet.from) reveal();
  app.sheet.from = selected?.id ?? null;
}

function reveal() {
  const spots = [...byId("sheet").querySelectorAll(".lit")];
  const spot = spots.find((each) => each.dataset.edges) ?? spots[0];
  spot?.scrollIntoView({ block: "center" });
}
