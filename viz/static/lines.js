/** Drawing edges: in one stroke a style, so that six thousand take a few milliseconds. */

import { curve, trace, traceArrow, traceCross } from "./curves.js";

const CROWD = 1500; // edges of a style in sight, from which on no arrowhead could be told from the next

/** Draw all edges of the scene below the nodes; what is highlighted comes last, in the accent colour. */
export function drawEdges(context, scene, palette, scale, frame) {
  const seen = scene.edges.filter((edge) => inFrame(edge, frame));
  for (const edge of seen) if (!edge.line || moved(edge)) edge.line = { ...curve(edge), ...ends(edge) };
  const lit = scene.lit?.edges;
  const dim = (lit ? 0.16 : 1) * (seen.length > CROWD ? 0.4 : 1);
  for (const batch of batches(
    seen.filter((edge) => !lit?.has(edge)),
    scene.modalities,
  )) {
    drawBatch(context, batch, { colour: palette.line, alpha: batch.modality.opacity * dim, scale, wide: 1 });
  }
  if (!lit) return;
  for (const batch of batches(
    seen.filter((edge) => lit.has(edge)),
    scene.modalities,
  )) {
    drawBatch(context, batch, {
      colour: palette.accent,
      alpha: Math.max(batch.modality.opacity, 0.75),
      scale,
      wide: 1.5,
    });
  }
}

/** Where an edge's nodes were when its line was made: most lines stay from one drawing to the next. */
const ends = ({ from, to, slot }) => ({ fromX: from.x, fromY: from.y, toX: to.x, toY: to.y, slot });

function moved({ line, from, to, slot }) {
  const same = line.fromX === from.x && line.fromY === from.y && line.toX === to.x && line.toY === to.y;
  return !same || line.slot !== slot;
}

function inFrame({ from, to }, { left, right, top, bottom }) {
  return (
    Math.min(from.x, to.x) < right &&
    Math.max(from.x, to.x) > left &&
    Math.min(from.y, to.y) < bottom &&
    Math.max(from.y, to.y) > top
  );
}

/** Edges of one modality and width together. */
function batches(edges, modalities) {
  const found = new Map();
  for (const edge of edges) {
    const width = Math.round((edge.width ?? 1) * 2) / 2;
    edge.style ??= `${edge.modality} ${width}`;
    const batch = found.get(edge.style);
    if (batch) batch.edges.push(edge);
    else found.set(edge.style, { modality: modalities.get(edge.modality), width, edges: [edge] });
  }
  return found.values();
}

function drawBatch(context, { modality, width, edges }, { colour, alpha, scale, wide }) {
  const thin = Math.max(1, 0.8 / scale);
  context.globalAlpha = alpha;
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width * wide * thin;
  context.setLineDash(modality.dash.map((part) => part * Math.max(0.6, 0.8 / scale)));
  context.beginPath();
  for (const edge of edges) trace(context, edge.line);
  context.stroke();
  context.setLineDash([]);
  if (edges.length < CROWD) drawEnds(context, edges, modality, (5 + 2 * width) * Math.max(1, 0.7 / scale));
  context.globalAlpha = 1;
}

/** Arrowheads one by one: a canvas fills thousands of triangles in one path a hundred times more slowly. */
function drawEnds(context, edges, modality, size) {
  for (const edge of edges) {
    if (edge.symmetric) continue;
    context.beginPath();
    traceArrow(context, edge.line, size);
    context.fill();
  }
  if (!modality.crossed) return;
  context.beginPath();
  for (const edge of edges) traceCross(context, edge.line, size * 0.6);
  context.stroke();
}
