/** Whether a text is English, the only language that the model knows: `documents/language.py`. */

import { facts } from "./facts.js";
import { prepare } from "./patterns.js";

const { ENGLISH, LOAN_WORDS, MIN_OTHERS, MIN_SHARE, MIN_WORDS, OTHERS, SAMPLE, WORD } = prepare(facts.layout.language);

/**
 * Check whether a text is in English, as far as its commonest words show.
 *
 * @param {string} text
 */
export function isEnglish(text) {
  /** @type {string[]} */
  const words = WORD.words(text.slice(0, SAMPLE));
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const latin = words.reduce((sum, word) => sum + (word < "\u0250" ? word.length : 0), 0);
  if (2 * latin < letters) return false;
  const english = words.filter((word) => ENGLISH.has(word.toLowerCase())).length;
  // Accented letters in a word that is no name belong to another language, with few exceptions.
  const others = words.filter((word) => OTHERS.has(word.toLowerCase()) || isForeign(word)).length;
  const enough = words.length >= MIN_WORDS && others >= Math.max(MIN_OTHERS, MIN_SHARE * words.length);
  return others <= english || !enough;
}

/** @param {string} word */
const isForeign = (word) =>
  /^\p{Lowercase}/u.test(word) && /[^\0-\x7f’]/.test(word) && !LOAN_WORDS.has(word);
