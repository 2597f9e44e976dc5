/** Choosing, moving and opening things with the mouse, a finger or from elsewhere in the page. */

import { extend } from "./model.js";
import { settle } from "./settle.js";
import { mixed, reach } from "./shapes.js";

/** Give the app its verbs, and wire the canvas to them. */
export function wireSelection(app) {
  Object.assign(app, verbs(app), looks(app));
}

function looks(app) {
  const community = (node) => {
    const types = app.page.kinds.types;
    return types[node.community % types.length];
  };
  return {
    chosen: () => app.scene?.chosen ?? null,
    relationOf: (edge) =>
      edge.members
        ? String(edge.members.length)
        : app.say.label(app.model.relations.get(edge.relation)) || edge.relation,
    nameOf: (node) =>
      node.members
        ? app.say.word("group_name", { name: app.say.name(node.first), n: node.members.length })
        : app.say.name(node),
    paint: (node) => {
      const type = app.model.types.get(node.group);
      const byGroup = app.store.get().colour === "group" || node.members;
      const fill = (byGroup ? community(node) : type).fill[app.paletteName()];
      const outline = app.outlines[node.members ? "circle" : type.shape];
      return { fill, outline, reach: reach(outline), stroke: mixed(fill, app.palette().text, 0.38) };
    },
  };
}

function verbs(app) {
  const { store } = app;
  const choose = (kind, id) => {
    store.set({ selected: { kind, id } });
    const thing = kind === "node" ? app.model.nodeById.get(id) : app.model.edgeById.get(id);
    if (thing)
      app.announce(app.say.word("selected", { name: thing.from ? app.relationOf(thing) : app.say.name(thing) }), {
        quiet: true,
      });
  };
  return {
    choose,
    clear: () => {
      app.routeStart = null;
      store.set({ selected: null, ...(store.get().route ? { route: null } : {}) });
    },
    goTo: (node) => {
      const state = store.get();
      const open = state.collapsed ? [...new Set([...state.open, node.community])] : state.open;
      store.set({
        open,
        hidden: state.hidden.filter((id) => id !== node.id),
        off: state.off.filter((key) => key !== `type:${node.group}`),
      });
      choose("node", node.id);
    },
    walk: (node) => node && choose("node", node.id),
    startRoute: (node) => {
      app.routeStart = node;
      app.announce(app.say.word("path_pick", { name: app.say.name(node) }));
    },
    openGroup: (group) => store.set({ open: [...store.get().open, group.community], selected: null }),
    expand: (node) => expand(app, node),
  };
}

/** What the canvas tells, and what is done. */
export function handlers(app) {
  return {
    clicked: (key, edge) => clicked(app, app.scene.byKey.get(key), edge),
    opened: (node) => (node.members ? app.openGroup(node) : app.canExpand && app.expand(node)),
    moved: (node) => app.store.set({ moved: { ...app.store.get().moved, ...places(node) } }),
    hovered: (node) => {
      app.scene.hovered = node; // vis-network draws anew by itself
    },
    looked: (camera) => app.store.set({ camera }),
  };
}

function clicked(app, node, edge) {
  if (node && app.routeStart && !node.members) return endRoute(app, node);
  if (node) return app.choose("node", node.id);
  if (edge && !edge.members) return app.choose("edge", edge.id);
  return app.clear();
}

/** Where a node was put, by id; a group takes its members along. */
function places(node) {
  if (!node.members) return { [node.id]: [node.x, node.y] };
  const [dx, dy] = [node.x - node.home[0], node.y - node.home[1]];
  return Object.fromEntries(node.members.map((member) => [member.id, [member.x + dx, member.y + dy]]));
}

function endRoute(app, node) {
  const start = app.routeStart;
  app.routeStart = null;
  app.announce("");
  app.store.set({ route: [start.id, node.id], selected: null });
}

/** Fetch a node's neighbours and put them around it. */
async function expand(app, node) {
  try {
    await fetchAround(app, node);
    app.store.set({ expanded: [...new Set([...app.store.get().expanded, node.id])] });
  } catch {
    app.announce(app.say.word("expand_failed"));
  }
}

/** Fetch again what an address says was fetched. */
export async function fetchAll(app) {
  for (const id of app.store.get().expanded) {
    const node = app.model.nodeById.get(id);
    if (node && app.canExpand) await fetchAround(app, node).catch(() => null);
  }
}

async function fetchAround(app, node) {
  const address = app.page.links.expand.replace("{entity}", encodeURIComponent(node.id));
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  settle(extend(app.model, await answer.json(), node.id), node, app.model.nodes);
}
