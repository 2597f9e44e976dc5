/** Everything by keyboard. */

import { byId } from "./dom.js";
import { other } from "./model.js";
import { beginReview } from "./review.js";
import { toggleTable } from "./sheet.js";

const TURNS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The neighbour that lies most in a direction: near and straight ahead wins. */
export function ahead(node, neighbours, [dx, dy]) {
  let best = null;
  let cost = Infinity;
  for (const far of neighbours) {
    const x = far.x - node.x;
    const y = far.y - node.y;
    const forward = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (forward <= 0 || aside > 2 * forward) continue;
    if (forward + 2 * aside < cost) [best, cost] = [far, forward + 2 * aside];
  }
  return best;
}

/** Wire the keys of the page and of the canvas. */
export function wireKeys(app) {
  const simple = {
    "/": () => byId("search").focus(),
    Escape: () => app.clear(),
    u: () => app.store.undo(),
    t: () => toggleTable(app),
    l: () => byId("legend-toggle").click(),
    j: beginReview,
    s: () => document.querySelector('[data-action="save"]')?.click(),
    "+": () => app.stage.zoom(1.25),
    "=": () => app.stage.zoom(1.25),
    "-": () => app.stage.zoom(0.8),
    0: () => app.fit(),
  };
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return undo(app, event);
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "range") return;
    const action = simple[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  byId("stage").addEventListener("keydown", (event) => {
    if (event.key === "Home") return app.walk(mostJoined(app.scene.nodes));
    if (event.key === "Enter" && app.chosen()) return app.endRoute(app.chosen()) || byId("panel").focus();
    if (!(event.key in TURNS)) return;
    event.preventDefault();
    app.walk(next(app, TURNS[event.key]));
  });
}

function undo(app, event) {
  if (event.key.toLowerCase() !== "z" || event.altKey) return;
  event.preventDefault();
  app.store.undo();
}

function next(app, turn) {
  const node = app.chosen();
  if (!node || node.from) return mostJoined(app.scene.nodes);
  const near = app.scene.edges.filter((edge) => edge.from === node || edge.to === node);
  return (
    ahead(
      node,
      near.map((edge) => other(edge, node)),
      turn,
    ) ?? node
  );
}

const mostJoined = (nodes) =>
  nodes.reduce((best, node) => (!best || node.edges.length > best.edges.length ? node : best), null);
