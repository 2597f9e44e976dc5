/** Drawing names: at a constant size on the screen, above everything, never on each other. */

import { pointAt } from "./curves.js";
import { placeLabels, placeOnLine, wrapped } from "./labels.js";

const NAME = 13;
const RELATION = 11.5;
const LEADING = 1.25;
const FONT = 'system-ui, "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", "Noto Sans TC", sans-serif';
const CROWD = 300; // nodes
const widths = new Map();
const lines = new Map();

/** Draw names of nodes, then of relations where there is room. `camera` maps points of the picture to pixels. */
export function drawCaptions(context, scene, palette, camera) {
  const { scale, toScreen, size, free, covered, ratio } = camera;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const crowded = scene.nodes.length > CROWD;
  const dots = dotsOnScreen(scene.nodes, toScreen, scale, size);
  const items = ranked(dots, scene, scale)
    .slice(0, crowded ? 240 : 600)
    .map((dot) => item(context, dot, scene, toScreen));
  const room = placeLabels(items, dots, { crowded, most: crowded ? 110 : 220, frame: free, covered });
  scene.captions = room.placed;
  scene.relationCaptions = relationCaptions(context, scene, camera, room);
  for (const caption of scene.relationCaptions) drawRelation(context, caption, scene, palette);
  for (const box of room.placed) drawName(context, box, scene, palette);
  context.restore();
}

function dotsOnScreen(nodes, toScreen, scale, size) {
  const dots = [];
  for (const node of nodes) {
    const { x, y } = toScreen(node);
    if (x < -60 || y < -30 || x > size.width + 60 || y > size.height + 30) continue;
    dots.push({ x, y, r: node.size * node.look.reach * scale + 1, owner: node });
  }
  return dots;
}

/** What is chosen, hovered, lit, pinned or asked about comes first, then what is joined and mentioned most. */
function ranked(dots, scene, scale) {
  for (const dot of dots) {
    const node = dot.owner;
    const first = node === scene.chosen || node === scene.hovered;
    if (node === scene.chosen) dot.r += 9 * scale;
    const must = first || node.focus || scene.pinned.has(node.id) || Boolean(scene.lit?.nodes.has(node));
    dot.must = must || (scene.nodes.length <= 80 && !scene.lit);
    dot.rank = (first ? 4e6 : 0) + (must ? 2e6 : 0) + node.edges.length * 50 + node.mentions;
  }
  return [...dots].sort((a, b) => b.rank - a.rank);
}

function item(context, dot, scene, toScreen) {
  const node = dot.owner;
  const bold = node.focus || node === scene.chosen || Boolean(node.members);
  const lines = linesOf(scene.nameOf(node));
  const w = Math.max(...lines.map((line) => measured(context, line, NAME, bold))) + 4;
  return {
    ...dot,
    lines,
    bold,
    w,
    h: lines.length * NAME * LEADING + 2,
    rays: scene.nodes.length > 150 ? [] : rays(node, scene, toScreen),
  };
}

/** The straight lines, on the screen, that leave a node: its name had better not lie on them. */
function rays(node, scene, toScreen) {
  const mine = node.edges.filter((edge) => edge.line && scene.byKey.has(edge.from.key) && scene.byKey.has(edge.to.key));
  return mine.map(({ line }) => {
    const [a, b] = [toScreen({ x: line.ax, y: line.ay }), toScreen({ x: line.bx, y: line.by })];
    return { ax: a.x, ay: a.y, bx: b.x, by: b.y };
  });
}

function linesOf(name) {
  if (!lines.has(name)) lines.set(name, wrapped(name));
  return lines.get(name);
}

function measured(context, text, size, bold) {
  const key = `${size}${bold} ${text}`;
  if (!widths.has(key)) {
    context.font = font(size, bold);
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

const font = (size, bold) => `${bold ? 600 : 400} ${size}px ${FONT}`;

function drawName(context, box, scene, palette) {
  const { lines, bold } = box;
  context.font = font(NAME, bold);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.globalAlpha = !scene.lit || scene.lit.nodes.has(box.owner) || box.owner === scene.hovered ? 1 : 0.25;
  context.strokeStyle = palette.background;
  context.lineWidth = 3.5;
  context.fillStyle = palette.text;
  lines.forEach((line, i) => {
    const y = box.y + 1 + (i + 0.5) * NAME * LEADING;
    context.strokeText(line, box.x + box.w / 2, y);
    context.fillText(line, box.x + box.w / 2, y);
  });
  context.globalAlpha = 1;
}

/** Relations' names where the line is long enough and the place is free; with something lit only on what is lit. */
function relationCaptions(context, scene, { toScreen, size }, room) {
  const wanted = [...(scene.lit?.edges ?? scene.edges)].filter((edge) => edge.line && edge.relation);
  if (wanted.length > 160) return [];
  const placed = [];
  for (const edge of wanted) {
    const text = scene.relationOf(edge);
    const w = measured(context, text, RELATION, false) + 8;
    const a = toScreen({ x: edge.line.ax, y: edge.line.ay });
    const b = toScreen({ x: edge.line.bx, y: edge.line.by });
    if (Math.hypot(a.x - b.x, a.y - b.y) < w * 0.6 + 18) continue;
    const box = placeOnLine((t) => toScreen(pointAt(edge.line, t)), w, RELATION * LEADING, room.labels, room.nodes);
    if (box && box.x > -w && box.x < size.width) placed.push({ ...box, text, edge });
  }
  return placed;
}

function drawRelation(context, { x, y, w, h, text, edge }, scene, palette) {
  const lit = scene.lit?.edges.has(edge);
  context.font = font(RELATION, false);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = palette.background;
  context.globalAlpha = 0.88;
  context.fillRect(x + 1, y, w - 2, h);
  context.globalAlpha = 1;
  context.fillStyle = lit ? palette.accent : palette.muted;
  context.fillText(text, x + w / 2, y + h / 2 + 0.5);
}
