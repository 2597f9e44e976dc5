/** Nodes and edges joined up: what is in the page, before anything is filtered. */

import { rows } from "./load.js";

/** The whole picture: nodes, edges, kinds by id, neighbours. `key` is the number by which the canvas knows a node. */
export function createModel(page) {
  const model = {
    page,
    nodes: [],
    edges: [],
    nodeById: new Map(),
    edgeById: new Map(),
    types: indexed(page.kinds.types),
    relations: indexed(page.kinds.relations),
    modalities: indexed(page.kinds.modalities),
    sources: page.sources,
    turned: false,
  };
  extend(model, page, null);
  for (const id of page.focus) model.nodeById.get(id).focus = true;
  return model;
}

const indexed = (kinds) => new Map(kinds.map((kind) => [kind.id, kind]));

/** Add what is not there yet; `via` is the id of the node from which it was fetched. Returns the new nodes. */
export function extend(model, part, via) {
  for (const group of ["types", "relations"]) mergeKinds(model, group, part.kinds[group]);
  const numbers = mergeSources(model.sources, part.sources);
  const ids = part.nodes.id;
  const fresh = [];
  for (const row of rows(part.nodes)) {
    const known = model.nodeById.get(row.id);
    if (known) known.via?.add(via);
    else fresh.push(addNode(model, row, via));
  }
  rows(part.edges).forEach((row, i) => {
    const known = model.edgeById.get(row.id);
    if (known) return known.via?.add(via);
    [row.from, row.to] = [ids[row.from], ids[row.to]];
    return addEdge(model, row, via, renumbered(part.evidence?.[i], numbers));
  });
  slotParallels(model.edges);
  return fresh;
}

function mergeKinds(model, group, kinds) {
  for (const kind of kinds) {
    if (model[group].has(kind.id)) continue;
    model[group].set(kind.id, kind);
    model.page.kinds[group].push(kind);
  }
}

/** Sources not known yet are added; the answer is each one's number in the model. */
function mergeSources(known, sources) {
  if (known === sources) return null;
  return sources.map((source) => {
    const at = known.findIndex(([id]) => id === source[0]);
    return at >= 0 ? at : known.push(source) - 1;
  });
}

const renumbered = (proofs, numbers) => proofs?.map((proof) => ({ ...proof, source: numbers[proof.source] }));

/** Through which nodes a thing was fetched; null for what was in the page from the start. */
const owners = (via) => (via === null ? null : new Set([via]));

function addNode(model, row, via) {
  const node = Object.assign(row, { key: model.nodes.length, via: owners(via), edges: [], focus: false });
  node.home = [node.x, node.y];
  model.nodes.push(node);
  model.nodeById.set(node.id, node);
  return node;
}

function addEdge(model, row, via, proofs) {
  const from = model.nodeById.get(row.from);
  const to = model.nodeById.get(row.to);
  if (!from || !to) return;
  const edge = Object.assign(row, { index: model.edges.length, from, to, slot: 0, via: owners(via), proofs });
  edge.symmetric = Boolean(model.relations.get(edge.relation)?.symmetric);
  model.edges.push(edge);
  model.edgeById.set(edge.id, edge);
  from.edges.push(edge);
  if (to !== from) to.edges.push(edge);
}

/** Edges between the same two nodes get places side by side: …, -1, 0, 1, … seen from the lesser key. */
export function slotParallels(edges) {
  const between = new Map();
  for (const edge of edges) {
    const [a, b] = [edge.from.key, edge.to.key];
    const pair = Math.min(a, b) * 0x4000000 + Math.max(a, b); // one number for both is ten times quicker than a text
    const others = between.get(pair);
    edge.slot = edge.turn = 0;
    if (others) others.push(edge);
    else between.set(pair, [edge]);
  }
  for (const group of between.values()) {
    if (group.length === 1) continue;
    group.forEach((edge, i) => {
      const side = edge.from.key <= edge.to.key ? 1 : -1;
      edge.slot = (i - (group.length - 1) / 2) * side;
      edge.turn = i;
    });
  }
}

/** The node at the other end. */
export const other = (edge, node) => (edge.from === node ? edge.to : edge.from);
