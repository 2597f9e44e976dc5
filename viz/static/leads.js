/** Addresses of the other pages; null where this page leads nowhere, as in an exported file. */

/** An address of our own that keeps the reader's theme and language. */
export function onward(app, address) {
  const state = app.store.get();
  const kept = ["theme", "lang"].filter((key) => state[key] !== app.start[key]).map((key) => `${key}=${state[key]}`);
  if (!kept.length) return address;
  return `${address}${address.includes("#") ? "&" : "#"}${kept.join("&")}`;
}

/** An article, at a place in it if one is given. */
export function toDocument(app, id, place) {
  const template = app.page.links.document;
  if (!template) return null;
  const address = template.replace("{document}", encodeURIComponent(id));
  if (!place) return onward(app, address.replace(/#.*/, ""));
  return onward(app, address.replace("{start}", place.start).replace("{end}", place.end));
}

/** A page about an entity ("entity", "profile", "timeline", "loops") or about two ("compare", "path"). */
export function toPage(app, page, node, other) {
  const template = app.page.links[page];
  if (!template) return null;
  const address = template.replace("{entity}", encodeURIComponent(node.id));
  return onward(app, other ? address.replace("{other}", encodeURIComponent(other.id)) : address);
}

/** The answer to a question. */
export function toAnswer(app, question) {
  const template = app.page.links.ask;
  return template && onward(app, template.replace("{question}", encodeURIComponent(question)));
}
