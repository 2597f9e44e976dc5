/** Outlines of nodes: on the canvas, and as small pictures in the legend. */

import { svg } from "./dom.js";

/** Begin a path around (x, y); an outline without corners is a circle. */
export function traceOutline(context, outline, x, y, radius) {
  context.beginPath();
  if (!outline.length) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  outline.forEach(([dx, dy], i) => {
    if (i) context.lineTo(x + dx * radius, y + dy * radius);
    else context.moveTo(x + dx * radius, y + dy * radius);
  });
  context.closePath();
}

/** How far the rim lies from the middle in a direction of length one, for radius 1. */
export function rim(outline, dx, dy) {
  if (!outline?.length) return 1;
  let best = 0;
  for (let i = 0; i < outline.length; i++) {
    const [ax, ay] = outline[i];
    const [bx, by] = outline[(i + 1) % outline.length];
    const turn = dx * (by - ay) - dy * (bx - ax);
    const along = (ax * (by - ay) - ay * (bx - ax)) / turn;
    const across = (ax * dy - ay * dx) / turn;
    if (along > best && across >= -1e-6 && across <= 1 + 1e-6) best = along;
  }
  return best || 1;
}

/** How far the outline reaches at most. */
export const reach = (outline) => Math.max(1, ...outline.flat().map(Math.abs));

/** A type's sign, 16 pixels wide. */
export function icon(outline, fill, stroke) {
  const look = { fill, stroke, "stroke-width": "1.2", "stroke-linejoin": "round" };
  const points = outline.map(([x, y]) => `${8 + x * 5.6},${8 + y * 5.6}`).join(" ");
  const shape = outline.length ? svg("polygon", { points, ...look }) : svg("circle", { cx: 8, cy: 8, r: 5.8, ...look });
  return svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", focusable: "false" }, shape);
}

/** A modality's line, 28 pixels wide. */
export function lineIcon(modality, colour) {
  const look = { stroke: colour, "stroke-width": "2", "stroke-opacity": String(modality.opacity) };
  const line = svg("line", { x1: 1, y1: 8, x2: 27, y2: 8, "stroke-dasharray": modality.dash.join(" "), ...look });
  const cross = svg("path", { d: "M10 4 L18 12 M10 12 L18 4", ...look });
  const parts = modality.crossed ? [line, cross] : [line];
  return svg(
    "svg",
    { viewBox: "0 0 28 16", width: 28, height: 16, "aria-hidden": "true", focusable: "false" },
    ...parts,
  );
}

/** A colour between two, both #RRGGBB; share 0 is the first. */
export function mixed(first, second, share) {
  const part = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mix = (i) => Math.round(part(first, i) * (1 - share) + part(second, i) * share);
  return `#${[0, 1, 2].map((i) => mix(i).toString(16).padStart(2, "0")).join("")}`;
}
