/** Groups (communities) of nodes, drawn as one node each while they are collapsed. */

/** The same view with each closed group as one node and the edges between groups counted. */
export function folded(shown, open) {
  const groups = new Map();
  for (const node of shown.nodes) {
    if (open.has(node.community)) continue;
    if (!groups.has(node.community)) groups.set(node.community, []);
    groups.get(node.community).push(node);
  }
  const standIn = new Map();
  const nodes = shown.nodes.filter((node) => open.has(node.community));
  for (const [number, members] of groups) {
    const made = members.length === 1 ? members[0] : groupNode(number, members);
    nodes.push(made);
    for (const member of members) standIn.set(member, made);
  }
  return { nodes, edges: foldedEdges(shown.edges, standIn) };
}

/** A group as a node: where its members' middle is, as large as they are many, called after the best connected. */
function groupNode(number, members) {
  const first = members.reduce((best, node) => (node.edges.length > best.edges.length ? node : best));
  const middle = (axis) => members.reduce((sum, node) => sum + node[axis], 0) / members.length;
  const home = [middle("x"), middle("y")];
  return {
    key: -1 - number,
    id: `group:${number}`,
    members,
    first,
    community: number,
    group: first.group,
    home,
    x: home[0],
    y: home[1],
    size: 14 + 4 * Math.sqrt(members.length),
    mentions: members.length,
    edges: [],
  };
}

function foldedEdges(edges, standIn) {
  const made = new Map();
  const kept = [];
  for (const edge of edges) {
    const from = standIn.get(edge.from) ?? edge.from;
    const to = standIn.get(edge.to) ?? edge.to;
    if (from === edge.from && to === edge.to) kept.push(edge);
    else if (from !== to) bundle(made, edge, from, to);
  }
  for (const edge of made.values()) {
    edge.width = Math.min(1 + Math.log2(edge.members.length), 6);
    if (edge.from.members) edge.from.edges.push(edge);
    if (edge.to.members) edge.to.edges.push(edge);
  }
  return [...kept, ...made.values()];
}

function bundle(made, edge, from, to) {
  const [a, b] = from.key < to.key ? [from, to] : [to, from];
  const key = a.key * 0x4000000 + b.key;
  const known = made.get(key);
  if (known) return known.members.push(edge);
  const id = `bundle:${a.key} ${b.key}`;
  const bundled = { id, from: a, to: b, members: [edge], slot: 0, modality: "asserted", symmetric: true };
  return made.set(key, bundled);
}
