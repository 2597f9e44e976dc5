/** Drawing nodes: vis-network asks for each one and keeps its size for clicks and drags. */

import { mixed, traceOutline } from "./shapes.js";

/** The function that vis-network calls to draw a node; `look` gives scene, palette and outlines as they are now. */
export function nodeRenderer(look) {
  return ({ ctx, id, x, y }) => {
    const { scene, palette } = look();
    const node = scene.byKey.get(id);
    const size = node?.size ?? 1;
    return {
      drawNode: () => node && drawNode(ctx, node, x, y, look(), palette),
      nodeDimensions: { width: 2 * size, height: 2 * size },
    };
  };
}

function drawNode(context, node, x, y, { scene, paint, outlines }, palette) {
  const { fill, outline } = paint(node);
  const lit = !scene.lit || scene.lit.nodes.has(node);
  context.globalAlpha = lit ? 1 : 0.2;
  if (node.members) drawHalo(context, x, y, node.size, fill);
  traceOutline(context, outlines[outline], x, y, node.size);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = node.focus ? 3 : 1.3;
  context.strokeStyle = node.focus ? palette.text : mixed(fill, palette.text, 0.38);
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
