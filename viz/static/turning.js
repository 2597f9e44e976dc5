/**
 * Pictures are laid out wide. Where the screen is upright they are turned: across becomes down, so that they fill it.
 * Addresses and saved views keep places as they are in the wide picture, whichever way it was looked at.
 */

import { extent } from "./extent.js";

const UPRIGHT = 1.2; // height to width

/** A place [x, y] on the screen's picture for one of the wide picture, and the other way round. */
export const turned = ({ turned }, [x, y]) => (turned ? [y, x] : [x, y]);

/** Turn the picture as the container wants it, unless somebody chose its places; whether that changed anything. */
export function turnFor(container, model) {
  const { width, height } = extent(model.nodes.map(({ home: [x, y], size }) => ({ x, y, size })));
  const upright = container.clientHeight > UPRIGHT * container.clientWidth;
  const before = model.turned;
  model.turned = upright && width > height && !model.page.placed;
  return model.turned !== before;
}
