/** The canvas: vis-network holds the camera, the nodes and the mouse; edges and names are drawn around its drawing. */

import { drawCaptions } from "./captions.js";
import { distanceTo } from "./curves.js";
import { nodeRenderer } from "./dots.js";
import { extent } from "./extent.js";
import { drawEdges } from "./lines.js";
import { turned } from "./turning.js";

/* global vis */

const FEW = 150; // nodes, of which all names are shown
const BELOW = 24;

const OPTIONS = {
  physics: false,
  layout: { improvedLayout: false, randomSeed: 1 },
  interaction: { keyboard: false, hover: true, selectConnectedEdges: false, multiselect: false, tooltipDelay: 1e9 },
};

/**
 * The canvas in an element. `look()` gives {scene, palette}; `insets()` what lies over its edges, and the boxes that are
 * `covered`; `handlers` are told of clicked(key, edge), opened(key), moved(node), hovered(node), looked(camera) and
 * resized(). Cameras are [scale, x, y] with the place as it is in the wide picture: see turning.js.
 */
export function createStage(container, look, insets, handlers) {
  const nodes = new vis.DataSet();
  let now = null;
  const options = {
    ...OPTIONS,
    nodes: { shape: "custom", ctxRenderer: nodeRenderer(() => now ?? look()), chosen: false },
  };
  const stage = { network: null, nodes, drawn: 0 };

  stage.show = (scene) => {
    const gone = nodes.getIds().filter((key) => !scene.byKey.has(key));
    const fresh = scene.nodes.filter((node) => !nodes.get(node.key));
    if (gone.length) nodes.remove(gone);
    if (fresh.length) nodes.add(fresh.map(({ key, x, y }) => ({ id: key, x, y })));
    if (!stage.network) begin();
    for (const node of scene.nodes) move(node);
    stage.network.redraw();
  };

  function begin() {
    stage.network = new vis.Network(container, { nodes, edges: [] }, options);
    stage.network.on("beforeDrawing", (context) => {
      now = look();
      drawEdges(context, now.scene, now.palette, stage.network.getScale(), frame());
    });
    stage.network.on("afterDrawing", (context) => {
      drawCaptions(context, now.scene, now.palette, lettered(camera()));
      container.dataset.drawn = String((stage.drawn += 1));
    });
    listen(stage, look, handlers);
  }

  /** Only what is elsewhere than the canvas has it: each moveNode makes vis-network draw once more. */
  function move({ key, x, y }) {
    const there = nodes.get(key);
    if (there.x === x && there.y === y) return;
    nodes.update({ id: key, x, y });
  }

  function camera() {
    const scale = stage.network.getScale();
    const zero = stage.network.canvasToDOM({ x: 0, y: 0 });
    const toScreen = ({ x, y }) => ({ x: x * scale + zero.x, y: y * scale + zero.y });
    const size = { width: container.clientWidth, height: container.clientHeight };
    const { left, right, top, bottom, covered } = insets();
    const free = { left, top, right: size.width - right, bottom: size.height - bottom + BELOW };
    return { scale, toScreen, size, free, covered, ratio: container.querySelector("canvas").width / size.width };
  }

  /** How many times its usual size a name has: in a slide's frame it grows with the frame, as a picture's does. */
  function letters() {
    if (!("framed" in document.documentElement.dataset)) return 1;
    return Math.min(3, Math.max(0.75, Math.min(container.clientWidth / 1280, container.clientHeight / 720)));
  }

  /** The camera in letters of the usual size, in place of pixels. */
  function lettered({ scale, toScreen, size, free, covered, ratio }) {
    const grown = letters();
    const all = (box) => Object.fromEntries(Object.entries(box).map(([key, value]) => [key, value / grown]));
    return {
      scale: scale / grown,
      toScreen: (point) => all(toScreen(point)),
      size: all(size),
      free: all(free),
      covered: covered.map(all),
      ratio: ratio * grown,
    };
  }

  function frame() {
    const a = stage.network.DOMtoCanvas({ x: 0, y: 0 });
    const b = stage.network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight });
    return { left: a.x - 100, top: a.y - 100, right: b.x + 100, bottom: b.y + 100 };
  }

  /** Show all nodes in what the panels leave free; `most` is the largest scale. */
  stage.fit = ({ nodes }, most = 1.25 * Math.max(1, letters())) => {
    const free = insets();
    const box = extent(nodes);
    const { aside, above, below } = rim(nodes);
    const width = container.clientWidth - free.left - free.right - 2 * aside;
    const height = container.clientHeight - free.top - free.bottom - above - below;
    const scale = Math.min(most, Math.max(width, 40) / box.width, Math.max(height, 40) / box.height);
    const x = box.x - (free.left - free.right) / 2 / scale;
    const y = box.y - (free.top + above - free.bottom - below) / 2 / scale;
    stage.network.moveTo({ position: { x, y }, scale, animation: false });
  };

  /** Bring nodes into what the panels leave free: pan if that is enough, else zoom out. */
  stage.include = (nodes) => {
    const free = insets();
    const { toScreen, size, scale } = camera();
    const box = extent(nodes);
    const wide = { left: free.left, right: size.width - free.right, top: free.top, bottom: size.height - free.bottom };
    const corner = (side) => toScreen({ x: box.x + (side * box.width) / 2, y: box.y + (side * box.height) / 2 });
    const { aside, above, below } = rim(nodes);
    const a = { x: corner(-1).x - aside, y: corner(-1).y - above };
    const b = { x: corner(1).x + aside, y: corner(1).y + below };
    if (a.x >= wide.left && b.x <= wide.right && a.y >= wide.top && b.y <= wide.bottom) return;
    if (b.x - a.x > wide.right - wide.left || b.y - a.y > wide.bottom - wide.top) return stage.fit({ nodes }, scale);
    const dx = Math.min(0, wide.right - b.x) || Math.max(0, wide.left - a.x);
    const dy = Math.min(0, wide.bottom - b.y) || Math.max(0, wide.top - a.y);
    const { x, y } = stage.network.getViewPosition();
    stage.network.moveTo({ position: { x: x - dx / scale, y: y - dy / scale }, animation: false });
  };

  /** Pixels that the names of nodes at the rim need: two lines above or below, half a line aside. */
  function rim({ length }) {
    const grown = letters();
    if (length > FEW) return { aside: 48 * grown, above: 14 * grown, below: BELOW * grown };
    return { aside: Math.min(84 * grown, container.clientWidth / 9), above: 36 * grown, below: 38 * grown };
  }

  stage.zoom = (factor) => {
    stage.network.moveTo({ scale: stage.network.getScale() * factor, animation: false });
    handlers.looked(stage.view());
  };
  stage.view = () => {
    const { x, y } = stage.network.getViewPosition();
    return [stage.network.getScale(), ...turned(look().scene, [x, y])];
  };
  stage.setCamera = ([scale, ...at]) => {
    const [x, y] = turned(look().scene, at);
    stage.network.moveTo({ scale, position: { x, y }, animation: false });
  };
  stage.redraw = () => stage.network.redraw();

  /** The edge at a point of the container: its name first, then its line. */
  stage.edgeAt = ({ x, y }) => {
    const { scene } = look();
    const [left, top] = [x / letters(), y / letters()];
    const named = scene.relationCaptions?.find(
      (box) => left >= box.x && left <= box.x + box.w && top >= box.y && top <= box.y + box.h,
    );
    if (named) return named.edge;
    const point = stage.network.DOMtoCanvas({ x, y });
    return nearest(scene.edges, point, 7 / stage.network.getScale());
  };
  return stage;
}

function listen({ network, edgeAt, view }, look, handlers) {
  const nodeOf = (key) => look().scene.byKey.get(key);
  const follow = (key) => Object.assign(nodeOf(key), network.getPosition(key));
  network.on("click", ({ nodes: [key], pointer }) =>
    handlers.clicked(key, key === undefined ? edgeAt(pointer.DOM) : null),
  );
  network.on("doubleClick", ({ nodes: [key] }) => key !== undefined && handlers.opened(nodeOf(key)));
  network.on("dragging", ({ nodes }) => nodes.forEach(follow));
  network.on("dragEnd", ({ nodes: [key] }) =>
    key === undefined ? handlers.looked(view()) : handlers.moved(nodeOf(key)),
  );
  network.on("resize", handlers.resized);
  network.on("zoom", () => handlers.looked(view()));
  network.on("hoverNode", ({ node }) => handlers.hovered(nodeOf(node)));
  network.on("blurNode", () => handlers.hovered(null));
}

function nearest(edges, { x, y }, reach) {
  let best = null;
  for (const edge of edges) {
    if (!edge.line) continue;
    const far = distanceTo(edge.line, x, y);
    if (far < reach) [best, reach] = [edge, far];
  }
  return best;
}
