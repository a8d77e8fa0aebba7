/** The words by which layout is understood: `lmclassify/documents/vocabulary.py` once more. */

import { facts } from "./facts.js";
import { prepare } from "./patterns.js";

const {
  HEADINGS, HEADING_NOUNS, HEADING_WORDS, LEVEL, MAX_HEADING_LENGTH, MAX_HEADING_WORDS, NUMBER, QUESTION, WORD,
} = prepare(facts.layout.vocabulary);

/** The constants that other modules use. */
export const vocabulary = prepare(facts.layout.vocabulary);

/** @type {(text: string) => string[]} */
export const findWords = (text) => WORD.words(text);

/**
 * Check whether a line says nothing but what a section is usually called.
 *
 * @param {string} content
 */
export function isUsualHeading(content) {
  if (content.length > MAX_HEADING_LENGTH) return false;
  const number = /^\p{Nd}/u.test(content) ? NUMBER.search(content) : null;
  if (number) content = content.slice(0, number.index) + content.slice(number.end);
  const words = findWords(content).map((word) => word.toLowerCase().replaceAll("’", "'"));
  if (HEADINGS.has(words.join(" ")) || LEVEL.match(content)) return true;
  if (!words.length || words.length > MAX_HEADING_WORDS || /\p{Nd}/u.test(content)) return false;
  if (QUESTION.match(content)) return words[0] !== "about" || words.length > 1;
  return words.every((word) => HEADING_WORDS.has(word)) && words.some((word) => HEADING_NOUNS.has(word));
}
