/** Where an edge runs: from border to border, parallel ones bowed apart. Pure geometry in the picture's units. */

import { rim } from "./shapes.js";

const BOW = 34; // between two parallel edges, at their middle

/** {ax, ay, cx, cy, bx, by, bent}: start, control point, end. A straight edge's control point is its middle. */
export function curve(edge) {
  const { from, to } = edge;
  if (from === to) return loop(from, edge.turn ?? 0);
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy) || 1;
  const bow = edge.slot * Math.min(BOW, length * 0.3) * 2;
  const cx = (from.x + to.x) / 2 - (dy / length) * bow;
  const cy = (from.y + to.y) / 2 + (dx / length) * bow;
  const a = border(from, cx, cy, 2);
  const b = border(to, cx, cy, 4);
  if (!edge.slot) return { ax: a.x, ay: a.y, cx: (a.x + b.x) / 2, cy: (a.y + b.y) / 2, bx: b.x, by: b.y, bent: false };
  return { ax: a.x, ay: a.y, cx, cy, bx: b.x, by: b.y, bent: true };
}

function border(node, x, y, gap) {
  const length = Math.hypot(x - node.x, y - node.y) || 1;
  const [dx, dy] = [(x - node.x) / length, (y - node.y) / length];
  const far = Math.min(node.size * rim(node.look?.outline, dx, dy) + gap, length);
  return { x: node.x + dx * far, y: node.y + dy * far };
}

/** A node's edge to itself: out at the upper left, in at the upper right, higher each turn. */
function loop(node, turn) {
  const reach = node.size * 0.75;
  const high = node.size * (4.5 + turn * 1.6);
  return {
    ax: node.x - reach,
    ay: node.y - reach,
    cx: node.x,
    cy: node.y - high,
    bx: node.x + reach,
    by: node.y - reach,
    bent: true,
  };
}

/** The point at t in [0, 1]. */
export function pointAt(line, t) {
  const u = 1 - t;
  return {
    x: u * u * line.ax + 2 * u * t * line.cx + t * t * line.bx,
    y: u * u * line.ay + 2 * u * t * line.cy + t * t * line.by,
  };
}

/** The direction at t, of length one. */
export function directionAt(line, t) {
  const x = (1 - t) * (line.cx - line.ax) + t * (line.bx - line.cx);
  const y = (1 - t) * (line.cy - line.ay) + t * (line.by - line.cy);
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

export function trace(context, line) {
  context.moveTo(line.ax, line.ay);
  if (line.bent) context.quadraticCurveTo(line.cx, line.cy, line.bx, line.by);
  else context.lineTo(line.bx, line.by);
}

/** A filled triangle whose tip is the line's end. */
export function traceArrow(context, line, size) {
  const { x, y } = directionAt(line, 1);
  context.moveTo(line.bx, line.by);
  context.lineTo(line.bx - x * size - y * size * 0.45, line.by - y * size + x * size * 0.45);
  context.lineTo(line.bx - x * size + y * size * 0.45, line.by - y * size - x * size * 0.45);
  context.closePath();
}

/** A small cross over what is denied, off the middle, where the relation's name stands. */
export function traceCross(context, line, size) {
  const { x, y } = pointAt(line, 0.7);
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x - size, y + size);
  context.lineTo(x + size, y - size);
}

/** How far a point is from the line; bent ones are measured over sixteen pieces. */
export function distanceTo(line, x, y) {
  if (!line.bent) return toSegment(line.ax, line.ay, line.bx, line.by, x, y);
  let best = Infinity;
  let before = { x: line.ax, y: line.ay };
  for (let i = 1; i <= 16; i++) {
    const point = pointAt(line, i / 16);
    best = Math.min(best, toSegment(before.x, before.y, point.x, point.y, x, y));
    before = point;
  }
  return best;
}

function toSegment(ax, ay, bx, by, x, y) {
  const dx = bx - ax;
  const dy = by - ay;
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}
