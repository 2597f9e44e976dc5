/** Choosing, moving and opening things with the mouse, a finger or from elsewhere in the page. */

import { byId } from "./dom.js";
import { extend } from "./model.js";
import { place } from "./scene.js";
import { settle } from "./settle.js";
import { mixed, reach } from "./shapes.js";
import { turned, turnFor } from "./turning.js";

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
      if (app.routeStart) app.announce("");
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
      if (!app.endRoute(node)) choose("node", node.id);
    },
    walk: (node) => node && choose("node", node.id),
    startRoute: (node) => {
      app.routeStart = node;
      app.announce(app.say.word("path_pick", { name: app.say.name(node) }), { stays: true });
      byId("stage").focus();
    },
    /** The way ends here if one was begun elsewhere; whether it was. */
    endRoute: (node) => {
      const start = app.routeStart;
      if (!start || start === node || node.members) return false;
      app.routeStart = null;
      app.announce("");
      store.set({ route: [start.id, node.id], selected: null });
      return true;
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
    moved: (node) => app.store.set({ moved: { ...app.store.get().moved, ...places(app.model, node) } }),
    hovered: (node) => {
      app.scene.hovered = node; // vis-network draws anew by itself
    },
    looked: (camera) => app.store.set({ camera }),
    resized: () => {
      if (!turnFor(byId("stage"), app.model)) return;
      app.shown = null;
      app.render();
    },
  };
}

function clicked(app, node, edge) {
  if (node && app.endRoute(node)) return;
  if (node) return app.choose("node", node.id);
  if (edge && !edge.members) return app.choose("edge", edge.id);
  return app.clear();
}

/** Where a node was put, by id; a group takes its members along. */
function places(model, node) {
  if (!node.members) return { [node.id]: turned(model, [node.x, node.y]) };
  const [dx, dy] = [node.x - node.home[0], node.y - node.home[1]];
  return Object.fromEntries(
    node.members.map((member) => [member.id, turned(model, [member.x + dx, member.y + dy])]),
  );
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
  const fresh = extend(app.model, await answer.json(), node.id);
  place(app.model, app.store.get());
  settle(fresh, node, app.model);
}
