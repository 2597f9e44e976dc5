/** What the reader has chosen. One frozen value; every change makes a new one, and most can be undone. */

export const START = Object.freeze({
  selected: null, // {kind: "node" | "edge", id}
  off: [], // "type:Factor", "relation:uses", "modality:reported"
  hidden: [], // node ids
  pinned: [],
  moved: {}, // id -> [x, y]
  only: null, // id of the node whose neighbours alone are shown
  route: null, // [id, id]
  since: null,
  until: null,
  colour: "type", // or "group"
  collapsed: false,
  open: [], // numbers of the groups that are open although the rest is collapsed
  expanded: [], // ids whose neighbours were fetched
  table: false,
  pane: "both", // or "sheet" or "graph", where something stands beside the graph
  theme: "auto",
  lang: "zh-Hant",
  camera: null, // [scale, x, y]; null fits everything
});

/** Choices that change what is looked at, not what is there: undo passes over them. */
const PASSING = new Set(["selected", "theme", "lang", "camera", "table", "pane"]);

/** Holds the state; listeners get (state, before). */
export function createStore(initial) {
  let state = Object.freeze({ ...START, ...initial });
  let past = [];
  const listeners = [];

  function put(next) {
    const before = state;
    state = Object.freeze(next);
    for (const listener of listeners) listener(state, before);
  }

  return {
    get: () => state,
    listen: (listener) => listeners.push(listener),
    canUndo: () => past.length > 0,
    set(patch) {
      const lasting = Object.keys(patch).some((key) => !PASSING.has(key) && !same(patch[key], state[key]));
      if (lasting) past = [...past.slice(-99), state];
      put({ ...state, ...patch });
    },
    undo() {
      const last = past.pop();
      if (!last) return;
      const kept = Object.fromEntries([...PASSING].map((key) => [key, state[key]]));
      put({ ...last, ...kept, selected: last.selected });
    },
    reset: (patch) => put({ ...START, ...patch }),
  };
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** A list with the value taken out if it is there, else added. */
export const toggled = (list, value) =>
  list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
