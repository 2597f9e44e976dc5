/** What the server wrote into the page: plain JSON, or JSON packed with gzip where it is large. */

/** The value in a <script> element of type application/json or application/gzip (base64). */
export async function load(id) {
  const element = document.getElementById(id);
  const text = element.textContent.trim();
  return JSON.parse(element.type === "application/gzip" ? await unpack(text) : text);
}

async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

/** Rows from columns: {a: [1, 2]} -> [{a: 1}, {a: 2}]. */
export function rows(columns) {
  const keys = Object.keys(columns);
  const length = keys.length ? columns[keys[0]].length : 0;
  return Array.from({ length }, (_, i) => Object.fromEntries(keys.map((key) => [key, columns[key][i]])));
}
