/** Which nodes and edges the reader's choices leave: pure, so that picture, table and counts agree. */

import { other } from "./model.js";

/** {nodes, edges} that are left, groups opened. */
export function visible(model, state) {
  const off = new Set(state.off);
  const keep = new Set([...state.pinned, ...(state.route ?? [])]);
  const hidden = new Set(state.hidden);
  const nodes = new Set(model.nodes.filter((node) => !hidden.has(node.id) && nodeShown(node, state, off, keep)));
  const around = state.only && nearby(model.nodeById.get(state.only));
  if (around) for (const node of nodes) if (!around.has(node) && !keep.has(node.id)) nodes.delete(node);
  const edges = model.edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to) && edgeShown(edge, state, off));
  if (filtersEdges(state)) dropLonely(nodes, edges, keep);
  return { nodes: [...nodes], edges };
}

function nodeShown(node, state, off, keep) {
  if (!isFetched(node, state)) return false;
  return !off.size || keep.has(node.id) || !off.has(`type:${node.group}`);
}

/** What was fetched stays as long as one of the nodes it was fetched for is unfolded. */
const isFetched = ({ via }, state) => !via || [...via].some((id) => state.expanded.includes(id));

function edgeShown(edge, state, off) {
  if (!isFetched(edge, state)) return false;
  if (off.size && (off.has(`relation:${edge.relation}`) || off.has(`modality:${edge.modality}`))) return false;
  if (!state.since && !state.until) return true;
  if (!edge.first) return false;
  return !(state.since && edge.last < state.since) && !(state.until && edge.first.slice(0, 10) > state.until);
}

const filtersEdges = (state) =>
  Boolean(state.since || state.until || state.off.some((key) => !key.startsWith("type:")));

/** Nodes whose every edge was filtered away go with them. */
function dropLonely(nodes, edges, keep) {
  const joined = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  for (const node of nodes) if (node.edges.length && !joined.has(node) && !keep.has(node.id)) nodes.delete(node);
}

function nearby(node) {
  return node ? new Set([node, ...node.edges.map((edge) => other(edge, node))]) : null;
}

/** The steps of a shortest way over these edges, in either direction: {nodes, edges}, or null. */
export function shortest(edges, from, to) {
  const reached = new Map([[from, null]]);
  const near = new Map();
  for (const edge of edges) {
    for (const end of [edge.from, edge.to]) near.set(end, [...(near.get(end) ?? []), edge]);
  }
  for (let ring = [from]; ring.length && !reached.has(to);) {
    const next = [];
    for (const node of ring) {
      for (const edge of near.get(node) ?? []) {
        const far = other(edge, node);
        if (!reached.has(far)) (next.push(far), reached.set(far, { edge, node }));
      }
    }
    ring = next;
  }
  return reached.has(to) ? retraced(reached, to) : null;
}

function retraced(reached, to) {
  const found = { nodes: [to], edges: [] };
  for (let step = reached.get(to); step; step = reached.get(step.node)) {
    found.nodes.unshift(step.node);
    found.edges.unshift(step.edge);
  }
  return found;
}
