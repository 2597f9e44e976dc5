/** What is drawn now: what filters leave, what is lit, how each thing looks and is called. */

import { folded } from "./groups.js";
import { turned } from "./turning.js";
import { shortest, visible } from "./visible.js";

/** The scene of a state. `plain` is the same with all groups opened: for counts, table and search. */
export function createScene(app, state) {
  place(app.model, state);
  const plain = visible(app.model, state);
  const shown = state.collapsed ? folded(plain, new Set(state.open)) : plain;
  const scene = {
    ...shown,
    plain,
    collapsed: `${state.collapsed}`,
    turned: app.model.turned,
    byKey: new Map(shown.nodes.map((node) => [node.key, node])),
    modalities: app.model.modalities,
    pinned: new Set(state.pinned),
    hovered: app.scene?.hovered ?? null,
    nameOf: app.nameOf,
    relationOf: app.relationOf,
  };
  for (const node of shown.nodes) node.look = app.paint(node);
  return relit(app, scene, state);
}

/** The same scene with something else chosen. */
export function relit(app, scene, state) {
  const chosen = chosenIn(scene, state.selected);
  return { ...scene, chosen, lit: lit({ ...scene, chosen }, app.model, state) };
}

/** Nodes the reader moved are where they were put, all others where the server placed them. */
export function place(model, { moved }) {
  for (const node of model.nodes)
    [node.x, node.y] = turned(model, Object.hasOwn(moved, node.id) ? moved[node.id] : node.home);
}

function chosenIn(scene, selected) {
  if (!selected) return null;
  const list = selected.kind === "node" ? scene.nodes : scene.edges;
  return list.find((each) => each.id === selected.id) ?? null;
}

/** What stands out: the way between two nodes, the chosen edge, or the chosen node with its neighbours. */
function lit(scene, model, state) {
  const { chosen } = scene;
  if (!chosen) return state.route ? lightRoute(scene, model, state.route) : null;
  if (chosen.from) return { nodes: new Set([chosen.from, chosen.to]), edges: new Set([chosen]) };
  const edges = new Set(scene.edges.filter((edge) => edge.from === chosen || edge.to === chosen));
  const nodes = new Set([chosen, ...[...edges].flatMap((edge) => [edge.from, edge.to])]);
  return { nodes, edges };
}

function lightRoute(scene, model, [start, end]) {
  const [from, to] = [model.nodeById.get(start), model.nodeById.get(end)];
  const way = from && to ? shortest(scene.plain.edges, from, to) : null;
  return way && { nodes: new Set(way.nodes), edges: new Set(way.edges), way };
}
