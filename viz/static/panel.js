/** The panel at the side: opens for what was chosen, closes when nothing is. */

import { aboutEdge, aboutGroup, aboutNode, aboutRoute } from "./about.js";
import { byId, h } from "./dom.js";

/** Fill and open the panel, or close it. It waits for the evidence where that is still being unpacked. */
export async function showPanel(app) {
  const panel = byId("panel");
  const { scene } = app;
  const open = Boolean(scene.chosen || app.store.get().route);
  panel.hidden = !open;
  document.body.classList.toggle("with-panel", open);
  if (!open) return panel.replaceChildren();
  await app.ready;
  if (app.scene !== scene) return;
  const label = { "aria-label": app.say.word("close") };
  const close = h("button", { class: "close", type: "button", ...label, onclick: app.clear }, "×");
  panel.replaceChildren(close, ...content(app, scene).filter(Boolean));
  panel.scrollTop = 0;
}

function content(app, { chosen, lit }) {
  if (!chosen) return aboutRoute(app, app.store.get().route, lit?.way);
  if (chosen.members) return aboutGroup(app, chosen);
  return chosen.from ? aboutEdge(app, chosen) : aboutNode(app, chosen);
}
