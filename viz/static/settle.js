/** Free places for nodes that come later: around the one they belong to, off all others. */

const STEP = 95; // pixels between rings, and about between neighbours on one

/** Give each fresh node a home around the centre. The same nodes always get the same places. */
export function settle(fresh, centre, nodes) {
  const taken = nodes.filter((node) => !fresh.includes(node));
  const spots = around(centre);
  for (const node of fresh) {
    let spot = spots.next().value;
    while (taken.some((other) => Math.hypot(other.x - spot.x, other.y - spot.y) < STEP * 0.8))
      spot = spots.next().value;
    Object.assign(node, spot, { home: [spot.x, spot.y], community: centre.community });
    taken.push(node);
  }
}

/** Points on wider and wider rings. */
function* around({ x, y }) {
  for (let ring = 1; ; ring++) {
    const radius = STEP * (ring + 0.6);
    const count = Math.floor((2 * Math.PI * radius) / STEP);
    for (let i = 0; i < count; i++) {
      const turn = (2 * Math.PI * (i + (ring % 2) / 2)) / count;
      yield { x: x + radius * Math.cos(turn), y: y + radius * Math.sin(turn) };
    }
  }
}
