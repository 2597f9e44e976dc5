/** Drawing names: at a constant size on the screen, above everything, never on each other. */

import { pointAt } from "./curves.js";
import { placeLabels, placeOnLine, wrapped } from "./labels.js";

const NAME = 13;
const RELATION = 11.5;
const LEADING = 1.25;
const FONT = 'system-ui, "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", "Noto Sans TC", sans-serif';
const widths = new Map();

/** Draw names of nodes, then of relations where there is room. `toScreen` maps a point of the picture to pixels. */
export function drawCaptions(context, scene, palette, camera) {
  const { scale, toScreen, size } = camera;
  context.save();
  context.setTransform(camera.ratio, 0, 0, camera.ratio, 0, 0);
  const dots = dotsOnScreen(scene.nodes, toScreen, scale, size);
  const crowded = scene.nodes.length > 300;
  const items = dots.map((dot) => item(context, dot, scene)).sort((a, b) => b.rank - a.rank);
  const room = placeLabels(items, dots, { crowded, most: crowded ? 110 : 220 });
  scene.captions = room.placed;
  const named = new Map(items.map((each) => [each.owner, each]));
  const lines = relationCaptions(context, scene, toScreen, room, size);
  for (const caption of lines) drawRelation(context, caption, scene, palette);
  for (const box of room.placed) drawName(context, box, named.get(box.owner), scene, palette);
  scene.relationCaptions = lines;
  context.restore();
}

function dotsOnScreen(nodes, toScreen, scale, size) {
  const dots = [];
  for (const node of nodes) {
    const { x, y } = toScreen(node);
    if (x < -60 || y < -30 || x > size.width + 60 || y > size.height + 30) continue;
    dots.push({ x, y, r: node.size * scale + 1, owner: node });
  }
  return dots;
}

function item(context, dot, scene) {
  const node = dot.owner;
  const bold = node.focus || node === scene.chosen || Boolean(node.members);
  const lines = wrapped(scene.nameOf(node));
  const w = Math.max(...lines.map((line) => measured(context, line, NAME, bold))) + 4;
  return { ...dot, lines, bold, w, h: lines.length * NAME * LEADING + 2, ...importance(node, scene) };
}

/** What is chosen, hovered, pinned or asked about comes first and is shown in any case. */
function importance(node, scene) {
  const lit = scene.lit?.nodes.has(node);
  const must = node === scene.chosen || node === scene.hovered || node.focus || scene.pinned.has(node.id) || Boolean(lit);
  const few = scene.nodes.length <= 80 && !scene.lit;
  const rank = (node === scene.chosen || node === scene.hovered ? 4e6 : 0) + (must ? 2e6 : 0) + node.edges.length * 50 + node.mentions;
  return { must: must || few, rank };
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

function drawName(context, box, { lines, bold }, scene, palette) {
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
function relationCaptions(context, scene, toScreen, room, size) {
  const wanted = scene.edges.filter((edge) => edge.line && edge.relation && (scene.lit ? scene.lit.edges.has(edge) : true));
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
