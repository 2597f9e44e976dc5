/** Drawing nodes: vis-network asks for each one and keeps its size for clicks and drags. */

import { traceOutline } from "./shapes.js";

/** The function that vis-network calls to draw a node; `now()` gives {scene, palette} of this frame. */
export function nodeRenderer(now) {
  return ({ ctx, id, x, y }) => {
    const { scene, palette } = now();
    const node = scene.byKey.get(id);
    const size = 2 * (node?.size ?? 1);
    return {
      drawNode: () => node && drawNode(ctx, node, x, y, scene, palette),
      nodeDimensions: { width: size, height: size },
    };
  };
}

function drawNode(context, node, x, y, scene, palette) {
  const { fill, stroke, outline } = node.look;
  context.globalAlpha = !scene.lit || scene.lit.nodes.has(node) ? 1 : 0.2;
  if (node.members) drawHalo(context, x, y, node.size, fill);
  traceOutline(context, outline, x, y, node.size);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = node.focus ? 3 : 1.3;
  context.strokeStyle = node.focus ? palette.text : stroke;
  context.stroke();
  if (scene.chosen === node) drawRing(context, x, y, node.size, palette);
  if (scene.pinned.has(node.id)) drawPin(context, x, y, node.size, palette);
  context.globalAlpha = 1;
}

/** A second rim says that a node stands for several. */
function drawHalo(context, x, y, size, fill) {
  context.beginPath();
  context.arc(x, y, size + 5, 0, 2 * Math.PI);
  context.fillStyle = `${fill}44`;
  context.fill();
}

function drawRing(context, x, y, size, palette) {
  context.beginPath();
  context.arc(x, y, size + 6, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = palette.accent;
  context.stroke();
}

function drawPin(context, x, y, size, palette) {
  context.beginPath();
  context.arc(x + size * 0.8, y - size * 0.8, 4, 0, 2 * Math.PI);
  context.fillStyle = palette.accent;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = palette.background;
  context.stroke();
}
