/** The buttons at the top, and those over the canvas. */

import { byId, h } from "./dom.js";
import { askToSave, viewOf } from "./save.js";
import { toggleTable } from "./sheet.js";
import { onward } from "./leads.js";

/** Wire all buttons by their data-action. */
export function wireToolbar(app) {
  const { store } = app;
  app.viewOf = (title) => viewOf(app, title);
  const actions = {
    undo: () => store.undo(),
    fit: () => app.fit(),
    "zoom-in": () => app.stage.zoom(1.25),
    "zoom-out": () => app.stage.zoom(0.8),
    table: () => toggleTable(app),
    theme: () => store.set({ theme: app.paletteName() === "dark" ? "light" : "dark" }),
    share: (button) => share(app, button),
    png: () => savePicture(app),
    save: () => askToSave(app),
    reset: () => app.reset(),
    colour: () => store.set({ colour: store.get().colour === "type" ? "group" : "type" }),
    collapse: () => store.set({ collapsed: !store.get().collapsed, open: [] }),
    legend: () => toggleLegend(),
    "pane-sheet": () => store.set({ pane: "sheet" }),
    "pane-both": () => store.set({ pane: "both" }),
    "pane-graph": () => store.set({ pane: "graph" }),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-action]");
    if (button) actions[button.dataset.action]?.(button);
  });
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[data-onward]");
    if (link) link.href = onward(app, link.getAttribute("href").replace(/#.*/, ""));
  });
  if (innerWidth < 620) toggleLegend();
  byId("language").addEventListener("change", (event) => store.set({ lang: event.target.value }));
}

function toggleLegend() {
  const legend = byId("legend");
  const open = legend.classList.toggle("closed") === false;
  byId("legend-toggle").setAttribute("aria-expanded", String(open));
}

async function share(app, button) {
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    const field = h("input", { value: location.href, readonly: true, "aria-label": app.say.word("share") });
    button.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  app.announce(app.say.word("copied"));
}

/** The canvas as it is, on the page's background. */
function savePicture(app) {
  const seen = byId("stage").querySelector("canvas");
  const whole = h("canvas", { width: seen.width, height: seen.height });
  const context = whole.getContext("2d");
  context.fillStyle = app.palette().background;
  context.fillRect(0, 0, whole.width, whole.height);
  context.drawImage(seen, 0, 0);
  h("a", { href: whole.toDataURL("image/png"), download: `${app.title()}.png` }).click();
}

/** Show which buttons are on and which can be used. */
export function showToolbar(app) {
  const state = app.store.get();
  const press = (action, on) =>
    document.querySelector(`[data-action="${action}"]`)?.setAttribute("aria-pressed", String(on));
  press("table", state.table);
  press("colour", state.colour === "group");
  press("collapse", state.collapsed);
  document.querySelector('[data-action="undo"]').disabled = !app.store.canUndo();
  byId("language").value = state.lang;
}
