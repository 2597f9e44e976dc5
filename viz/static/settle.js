/** Free places for nodes that come later: around the one they belong to, off all others. */

import { turned } from "./turning.js";

const STEP = 95; // pixels between rings, and about between neighbours on one

/** Give each fresh node a home around the centre, away from the rest. The same nodes always get the same places. */
export function settle(fresh, centre, model) {
  const taken = model.nodes.filter((node) => !fresh.includes(node));
  const spots = around(centre, outward(centre, taken));
  for (const node of fresh) {
    let spot = spots.next().value;
    while (taken.some((other) => Math.hypot(other.x - spot.x, other.y - spot.y) < STEP * 0.8))
      spot = spots.next().value;
    Object.assign(node, spot, { home: turned(model, [spot.x, spot.y]), community: centre.community });
    taken.push(node);
  }
}

/** The direction from the middle of all others to the centre; none where they coincide. */
function outward({ x, y }, others) {
  const sum = (axis) => others.reduce((all, node) => all + node[axis], 0) / Math.max(others.length, 1);
  const [dx, dy] = [x - sum("x"), y - sum("y")];
  return Math.hypot(dx, dy) < STEP ? null : Math.atan2(dy, dx);
}

/** Points on wider and wider rings, with a direction on the half of them that looks there. */
function* around({ x, y }, direction) {
  const span = direction === null ? 2 * Math.PI : 1.15 * Math.PI;
  const begin = direction === null ? 0 : direction - span / 2;
  for (let ring = 1; ; ring++) {
    const radius = STEP * (ring + 0.6);
    const count = Math.floor((span * radius) / STEP);
    for (let i = 0; i < count; i++) {
      const turn = begin + (span * (i + (ring % 2) / 2)) / count;
      yield { x: x + radius * Math.cos(turn), y: y + radius * Math.sin(turn) };
    }
  }
}
