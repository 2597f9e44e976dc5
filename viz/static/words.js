/** What things are called in the language the reader chose. */

import { fill } from "./dom.js";

/** A speaker for one language: words of the interface, labels of kinds, names of nodes. */
export function speaker(page, lang) {
  const words = page.words.interface[lang];
  const polarities = page.words.polarities[lang];
  return {
    lang,
    /** Han text without a script of its own takes the forms of this language. */
    han: lang === "zh-Hans" ? "zh-Hans" : "zh-Hant",
    word: (key, values = {}) => fill(words[key] ?? key, values),
    label: (kind) => kind?.label[lang] ?? "",
    polarity: (key) => (Object.hasOwn(polarities, key) ? polarities[key] : key),
    name: (node) => (lang === "zh-Hans" ? node.hans : lang === "zh-Hant" ? node.hant : null) ?? node.label,
  };
}

/** Put the words of a language wherever the page has a data-word or data-word-label attribute. */
export function translate(root, say) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = say.word(element.dataset.word);
  for (const element of root.querySelectorAll("[data-word-label]")) {
    const text = say.word(element.dataset.wordLabel);
    element.setAttribute("aria-label", text);
    if (element.tagName === "INPUT") element.placeholder = text;
    else element.title = text;
  }
}
