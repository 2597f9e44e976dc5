/** What the server wrote into the page: plain JSON, or JSON packed with gzip where it is large. */

/** The value in a <script> element of type application/json or application/gzip (base 85, as Python writes it). */
export async function load(id) {
  const element = document.getElementById(id);
  const text = element.textContent.trim();
  return JSON.parse(element.type === "application/gzip" ? await unpack(text) : text);
}

/** Unpack a script of ours and run it; the policy of the page lets it run by the nonce that it bears. */
export async function run(id) {
  const element = document.getElementById(id);
  const script = document.createElement("script");
  script.nonce = element.nonce;
  script.textContent = await unpack(element.textContent.trim());
  element.replaceWith(script);
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/** Five digits are four bytes; a shorter end is a shorter number of bytes. */
export function bytesOf(text) {
  const value = new Uint8Array(128);
  for (let i = 0; i < 85; i++) value[DIGITS.charCodeAt(i)] = i;
  const length = Math.floor((text.length * 4) / 5);
  const bytes = new Uint8Array(length + 4);
  for (let i = 0, at = 0; i < text.length; i += 5, at += 4) {
    let number = 0;
    for (let j = i; j < i + 5; j++) number = number * 85 + (j < text.length ? value[text.charCodeAt(j)] : 84);
    for (let j = 3; j >= 0; j--, number = Math.floor(number / 256)) bytes[at + j] = number % 256;
  }
  return bytes.subarray(0, length);
}

async function unpack(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

/** Rows from columns: {a: [1, 2]} -> [{a: 1}, {a: 2}]. */
export function rows(columns) {
  const keys = Object.keys(columns);
  const length = keys.length ? columns[keys[0]].length : 0;
  const made = new Array(length);
  for (let i = 0; i < length; i++) {
    const row = {};
    for (const key of keys) row[key] = columns[key][i];
    made[i] = row;
  }
  return made;
}
