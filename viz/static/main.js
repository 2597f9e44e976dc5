/** Where the parts meet. */

import { fromAddress, placeIn, toAddress } from "./address.js";
import { byId, eachFrame, h } from "./dom.js";
import { wireKeys } from "./keys.js";
import { onward } from "./leads.js";
import { showLegend } from "./legend.js";
import { load, run } from "./load.js";
import { createModel } from "./model.js";
import { showPanel } from "./panel.js";
import { wirePeriod } from "./period.js";
import { createScene, relit } from "./scene.js";
import { wireSearch } from "./search.js";
import { fetchAll, handlers, wireSelection } from "./selection.js";
import { showSheet, wireSheet } from "./sheet.js";
import { createStage } from "./stage.js";
import { START, createStore } from "./state.js";
import { showTable } from "./table.js";
import { showToolbar, wireToolbar } from "./toolbar.js";
import { turnFor } from "./turning.js";
import { translate, speaker } from "./words.js";

/** Everything that the parts of the page share. */
function createApp(page) {
  const app = {
    page,
    model: createModel(page),
    outlines: page.look.outlines,
    evidence: [],
    canExpand: Boolean(page.links.expand),
  };
  const pane = app.model.nodes.length ? "both" : "sheet";
  app.start = { ...START, theme: page.theme, lang: page.lang, collapsed: page.collapsed, pane };
  app.store = createStore({ ...app.start, ...fromAddress(location.hash) });
  app.place = placeIn(location.hash);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  app.paletteName = () => {
    const { theme } = app.store.get();
    return theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  };
  app.palette = () => page.look.palettes[app.paletteName()];
  app.say = speaker(page, app.store.get().lang);
  app.title = () => titleOf(app);
  app.announce = announce;
  dark.addEventListener("change", () => {
    app.shown = null;
    app.render();
  });
  return app;
}

/** The title in the reader's script where it is made of names, and what is shown of them. */
function titleOf({ page, model, say }) {
  if (!page.title) return say.word(["whole", "timeline", "articles", "review"].includes(page.kind) ? page.kind : "app");
  const about = page.focus.map((id) => model.nodeById.get(id));
  const joined = [" → ", " · "].find((by) => about.map((node) => node.label).join(by) === page.title);
  if (!joined) return page.title;
  const names = about.map((node) => say.name(node)).join(joined);
  const shown = { profile: "sheet_board", timeline: "timeline", loop: "loops" }[page.kind];
  return shown ? `${names} · ${say.word(shown)}` : names;
}

/** Say something to screen readers, and to eyes unless they see it anyway: for a moment, or until something else is. */
function announce(text, { quiet = false, stays = false } = {}) {
  const live = byId("live");
  live.textContent = text;
  live.classList.toggle("shown", Boolean(text) && !quiet);
  clearTimeout(announce.timer);
  if (!stays) announce.timer = setTimeout(() => live.classList.remove("shown"), 2500);
}

/** What drawing needs to know, as it is now. */
const look = (app) => ({ scene: app.scene, palette: app.palette() });

function wire(app) {
  const stage = byId("stage");
  app.stage = createStage(stage, () => look(app), insets, handlers(app));
  app.fit = () => {
    app.stage.fit(app.scene);
    if (app.store.get().camera) app.store.set({ camera: null });
  };
  wireSelection(app);
  wireSearch(app);
  wireToolbar(app);
  wireKeys(app);
  wireSheet(app);
  app.period = wirePeriod(app);
  app.render = eachFrame(() => render(app));
  app.store.listen((state, before) => changed(app, state, before));
  app.reset = () => {
    const { theme, lang } = app.store.get();
    app.store.reset({ ...app.start, theme, lang });
    app.fit();
  };
  addEventListener("hashchange", () => app.store.set({ ...app.start, ...fromAddress(location.hash) }));
}

function changed(app, state, before) {
  if (sameBut(["camera"], state, before)) return remember(app, state);
  if (state.lang !== before.lang) app.say = speaker(app.page, state.lang);
  app.render();
  return remember(app, state);
}

/** Keep the address in step; pages that may not (in some frames) go on without. */
function remember(app, state) {
  const address = [app.place && `mark=${app.place.join("-")}`, toAddress(state, app.start)].filter(Boolean).join("&");
  try {
    history.replaceState(null, "", address ? `#${address}` : location.pathname + location.search);
  } catch {
    app.address = address;
  }
}

function render(app) {
  const state = app.store.get();
  const before = app.scene;
  if (before && app.shown && sameBut(["selected", "camera", "pane"], state, app.shown)) {
    app.scene = relit(app, before, state);
    app.stage.redraw();
  } else {
    app.scene = createScene(app, state);
    showChrome(app, state);
    showLegend(app);
    app.period();
    showTable(app);
    app.stage.show(app.scene);
  }
  app.shown = state;
  showToolbar(app);
  showPanel(app);
  showSheet(app);
  aim(app, before, state);
}

const sameBut = (keys, one, two) => Object.keys(one).every((key) => keys.includes(key) || one[key] === two[key]);

/** Move the camera only where there is a reason: at the start, when groups open or close, or to what was chosen. */
function aim(app, before, { camera }) {
  const { scene, stage } = app;
  if (!before && camera) stage.setCamera(camera);
  else if (!before || before.collapsed !== scene.collapsed || before.turned !== scene.turned) app.fit();
  const grown = before && scene.chosen === before.chosen && scene.nodes.length > before.nodes.length; // unfolded
  const chosen = scene.lit && (scene.chosen !== before?.chosen || scene.lit.way || grown);
  if (!chosen || (!before && camera)) return;
  const few = scene.nodes.length <= 150 || scene.lit.way || scene.chosen.from;
  stage.include(few ? [...scene.lit.nodes] : [scene.chosen]);
  if (camera) app.store.set({ camera: stage.view() });
}

/** Title, counts, language and theme of the page itself. */
function showChrome(app, state) {
  const root = document.documentElement;
  root.lang = state.lang;
  root.dataset.theme = app.paletteName();
  byId("stage").lang = app.say.han;
  translate(document, app.say);
  byId("title").textContent = app.title();
  document.title = `${app.title()} · ${app.say.word("app")}`;
  const { nodes, edges } = app.scene.plain;
  const counts = app.say.word("counts", {
    nodes: nodes.length,
    edges: edges.length,
    documents: app.model.sources.length,
  });
  byId("counts").replaceChildren(counts, ...(app.page.truncated ? [` · ${app.say.word("truncated")}`, ...moreOf(app)] : []));
  byId("empty").hidden = nodes.length > 0;
  byId("empty-text").textContent = app.say.word(app.model.nodes.length ? "empty_filters" : "empty");
  const names = sourceNames(app);
  byId("sources").textContent = names && app.say.word("sources_line", { names });
}

/** A link to the same with more in it, where there is one. */
function moreOf(app) {
  const { more } = app.page.links;
  return more ? [" · ", h("a", { href: onward(app, more) }, app.say.word("show_more"))] : [];
}

function sourceNames(app) {
  const names = app.model.sources.map(([, title, date]) => (date ? `${title} (${date})` : title));
  if (names.length <= 3) return names.join(app.say.word("comma"));
  return app.say.word("sources_more", { names: names.slice(0, 2).join(app.say.word("comma")), n: names.length });
}

/** How much of the canvas the legend, the panel and the buttons cover. */
function insets() {
  const width = (id) => (byId(id).hidden || byId(id).classList.contains("closed") ? 0 : byId(id).offsetWidth);
  const corner = document.querySelector(".corner").offsetHeight + 8;
  const whole = byId("stage").offsetWidth;
  const sheet = width("panel") > whole * 0.7;
  return {
    left: width("legend") > whole * 0.4 || !width("legend") ? 0 : width("legend") + byId("legend").offsetLeft,
    right: sheet ? 0 : width("panel"),
    top: 0,
    bottom: sheet ? byId("panel").offsetHeight : corner,
    covered: byId("legend").classList.contains("closed") ? [boxOf(byId("legend"))] : [],
  };
}

const boxOf = ({ offsetLeft, offsetTop, offsetWidth, offsetHeight }) => ({
  x: offsetLeft,
  y: offsetTop,
  w: offsetWidth,
  h: offsetHeight,
});

/** The picture comes first; what it rests on is unpacked once it is seen. */
const afterDrawing = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

async function begin() {
  const [page] = await Promise.all([load("graph"), run("library")]);
  const app = createApp(page);
  wire(app);
  turnFor(byId("stage"), app.model);
  app.ready = afterDrawing().then(() => load("evidence").then((evidence) => (app.evidence = evidence)));
  await fetchAll(app);
  render(app);
  window.qipan = app; // for tests, and for those who look behind the page
}

begin();
