/** The time slider: only relations that were said between two dates. */

import { byId } from "./dom.js";

/** Distinct days on which something was said, in order. */
export function days(edges) {
  const found = new Set();
  for (const edge of edges) for (const day of [edge.first, edge.last]) if (day) found.add(day.slice(0, 10));
  return [...found].sort();
}

/** Wire the two sliders; they stay away where there is no span of time to choose from. */
export function wirePeriod(app) {
  const all = days(app.model.edges);
  const [since, until] = [byId("since"), byId("until")];
  const none = all.length < 2 || app.page.kind === "document";
  byId("period").hidden = none;
  if (none) return () => {};
  for (const slider of [since, until]) slider.max = String(all.length - 1);

  const change = (moved) => {
    if (Number(since.value) > Number(until.value)) (moved === since ? until : since).value = moved.value;
    const [from, to] = [Number(since.value), Number(until.value)];
    app.store.set({ since: from === 0 ? null : all[from], until: to === all.length - 1 ? null : all[to] });
  };
  for (const slider of [since, until]) slider.addEventListener("input", () => change(slider));

  return () => {
    const state = app.store.get();
    const from = state.since ? firstAtLeast(all, state.since) : 0;
    const to = state.until ? lastAtMost(all, state.until) : all.length - 1;
    since.value = String(from);
    until.value = String(to);
    since.setAttribute("aria-valuetext", all[from]);
    until.setAttribute("aria-valuetext", all[to]);
    byId("period-text").textContent = `${all[from]} – ${all[to]}`;
  };
}

const firstAtLeast = (all, day) =>
  Math.max(
    0,
    all.findIndex((other) => other >= day),
  );
const lastAtMost = (all, day) =>
  Math.max(
    0,
    all.findLastIndex((other) => other.slice(0, day.length) <= day),
  );
