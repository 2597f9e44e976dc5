/** Places for labels of constant size so that none covers another; pure, in pixels on the screen. */

/** What a line is not broken in: a word or number with the space after it, or one Chinese character. */
const PIECE = /[\u0000-\u2e7f]+?(?:\s+|(?<=[-/])|(?=[^\u0000-\u2e7f])|$)|[^]/gu;

/** How many Chinese characters wide a text is; a Latin one is about half of that. */
const wide = (text) => [...text].reduce((sum, c) => sum + (/[\u2e80-\uffef]/.test(c) ? 1 : 0.56), 0);

/** A text in at most `most` lines of at most `width` Chinese characters, about equally long, as pictures have them. */
export function wrapped(text, width = 12, most = 2) {
  const found = text.slice(0, 400).match(PIECE) ?? [];
  const pieces = found.flatMap((piece) => (wide(piece.trimEnd()) <= width ? [piece] : [...piece]));
  const lines = filled(pieces, width, most);
  const even = wide(text) / lines.length + 1;
  if (lines.length === 1 || even >= width) return lines;
  const balanced = filled(pieces, even, most);
  return balanced.at(-1).endsWith("…") ? lines : balanced;
}

function filled(pieces, width, most) {
  const lines = [""];
  for (const piece of pieces) {
    if (lines.at(-1) && wide((lines.at(-1) + piece).trimEnd()) > width) {
      if (lines.length === most) return [...lines.slice(0, -1), shortened(lines.at(-1), width)].map(trimmed);
      lines.push("");
    }
    lines[lines.length - 1] += piece;
  }
  return lines.map(trimmed);
}

const trimmed = (line) => line.trimEnd();

function shortened(line, width) {
  const characters = [...line];
  while (characters.length && wide(`${characters.join("").trimEnd()}…`) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** Rectangles {x, y, w, h} kept by grid cell, so that looking for overlaps does not look at all of them. */
export class Space {
  constructor(cell = 64) {
    this.cell = cell;
    this.cells = new Map();
  }

  add(box) {
    const { left, right, top, bottom } = this.cellsOf(box);
    for (let i = left; i <= right; i++) {
      for (let j = top; j <= bottom; j++) {
        const key = i * 4096 + j;
        const there = this.cells.get(key);
        if (there) there.push(box);
        else this.cells.set(key, [box]);
      }
    }
  }

  cellsOf({ x, y, w, h }) {
    const cell = (at) => Math.floor(at / this.cell);
    return { left: cell(x), right: cell(x + w), top: cell(y), bottom: cell(y + h) };
  }

  /** Pixels of the box that are already taken, all overlaps added up; what belongs to `owner` does not count. */
  taken(box, owner) {
    let sum = 0;
    const { left, right, top, bottom } = this.cellsOf(box);
    for (let i = left; i <= right; i++) {
      for (let j = top; j <= bottom; j++) {
        for (const there of this.cells.get(i * 4096 + j) ?? NONE) {
          if (there.owner === owner) continue;
          // what lies in several cells counts in the first that both have
          if (i !== Math.max(left, Math.floor(there.x / this.cell))) continue;
          if (j !== Math.max(top, Math.floor(there.y / this.cell))) continue;
          sum += overlap(box, there);
        }
      }
    }
    return sum;
  }
}

const NONE = [];

export function overlap(a, b) {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

const LINE = 60;
const OUTSIDE = 300;

const inside = ({ x, y, w, h }, { left, top, right, bottom }) =>
  x >= left && y >= top && x + w <= right && y + h <= bottom;

/** Around a dot: below, above, right, left, the four corners, and half aside below and above. */
const AROUND = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
  [0.5, 1],
  [-0.5, 1],
  [0.5, -1],
  [-0.5, -1],
];

/** Where a name may lie; below and above it is moved along where it would leave the frame. */
function candidates({ x, y, r, w, h }, frame) {
  const spots = AROUND.map(([dx, dy]) => {
    const near = Math.abs(dx * dy) === 1 ? 0.82 : 1; // corners come closer
    return { x: x + dx * (r + w / 2 + 3) * near - w / 2, y: y + dy * (r + h / 2 + 1) * near - h / 2, w, h };
  });
  if (!frame || frame.right - frame.left < w || x < frame.left || x > frame.right) return spots;
  const within = (spot) => ({ ...spot, x: Math.min(Math.max(spot.x, frame.left), frame.right - w) });
  return [...spots, ...spots.slice(0, 2).map(within)];
}

/**
 * Items {owner, x, y, r, w, h, must, rays: its lines}, the most important first -> the placed ones, x and y now the
 * corner of their label.
 * A label never covers another; it covers a foreign dot only if it must be shown or `crowded` allows it.
 */
export function placeLabels(items, dots, { crowded = false, most = 220, frame = null, covered = [] } = {}) {
  const labels = new Space();
  for (const box of covered) labels.add(box);
  const nodes = new Space();
  for (const dot of dots)
    nodes.add({ x: dot.x - dot.r, y: dot.y - dot.r, w: 2 * dot.r, h: 2 * dot.r, owner: dot.owner });
  const placed = [];
  for (const item of items) {
    if (placed.length >= most) break;
    const box = bestSpot(item, { labels, nodes, frame }, crowded || item.must);
    if (!box) continue;
    labels.add(box);
    placed.push(box);
  }
  return { placed, labels, nodes };
}

/** Whether a line {ax, ay, bx, by} runs through a box. */
export function crosses({ x, y, w, h }, { ax, ay, bx, by }) {
  let [enter, leave] = [0, 1];
  for (const [from, span, low, high] of [
    [ax, bx - ax, x, x + w],
    [ay, by - ay, y, y + h],
  ]) {
    if (span === 0 && (from < low || from > high)) return false;
    if (span === 0) continue;
    const [a, b] = [(low - from) / span, (high - from) / span].sort((p, q) => p - q);
    enter = Math.max(enter, a);
    leave = Math.min(leave, b);
  }
  return enter < leave;
}

/** The cheapest free spot; what is not forbidden costs as much as so many covered pixels of a dot. */
function bestSpot(item, { labels, nodes, frame }, coversDots) {
  let best = null;
  for (const spot of candidates(item, frame)) {
    if (labels.taken(spot, null) > 0) continue;
    if (frame && !item.must && !inside(spot, frame)) continue;
    const dots = nodes.taken(spot, item.owner);
    if (dots > 0 && !coversDots) continue;
    const lines = (item.rays ?? []).filter((line) => crosses(spot, line)).length;
    const covered = dots + lines * LINE + (frame && !inside(spot, frame) ? OUTSIDE : 0);
    if (covered === 0) return { ...item, ...spot };
    if (!best || covered < best.covered) best = { ...item, ...spot, covered };
  }
  return best;
}

/** A free place for a relation's name along its line, or null; `pointOn` gives the screen point at t. */
export function placeOnLine(pointOn, w, h, labels, nodes) {
  for (const t of [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73]) {
    const { x, y } = pointOn(t);
    const box = { x: x - w / 2, y: y - h / 2, w, h };
    if (labels.taken(box, null) === 0 && nodes.taken(box, null) === 0) {
      labels.add(box);
      return box;
    }
  }
  return null;
}
