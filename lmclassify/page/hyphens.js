/** Words that were divided at the end of a line: `documents/hyphens.py` once more. */

/** @import { Match } from "./patterns.js" */

import { facts } from "./facts.js";
import { prepare } from "./patterns.js";

const {
  AFTER_PREFIX, BROKEN, CLOSED, CO, DIVIDED, FIRST, INNER, MARK, MIN_WORD, PREFIXES, SECOND, SUFFIX, WORD,
} = prepare(facts.layout.hyphens);

/**
 * Put together the words of a plain text that a hyphen breaks at the end of a line.
 *
 * @param {string} text
 */
export function joinBrokenWords(text) {
  const places = text.includes(MARK) ? 0 : BROKEN.findAll(text).length;
  return { text: places ? joinDivided(BROKEN.replace(text, MARK)) : text, places };
}

/**
 * Join the lines of a paragraph, words broken at their ends put together.
 *
 * @param {string[]} lines
 */
export const joinLines = (lines) => joinBrokenWords(lines.join("\n")).text.split("\n").join(" ");

/** @param {string} text */
function joinDivided(text) {
  const known = new Set(WORD.words(DIVIDED.replace(text, " ")).map((/** @type {string} */ word) => word.toLowerCase()));
  return DIVIDED.replace(text, (/** @type {Match} */ { groups }) => {
    const first = groups?.first ?? "";
    const second = groups?.second ?? "";
    if (!first || !second) return `${first}${first ? "-" : ""}${second}`;
    return `${first}${keepsHyphen(first, second, known) ? "-" : ""}${second}`;
  });
}

/**
 * Decide whether a word that was divided after `first` keeps its hyphen.
 *
 * @param {string} first
 * @param {string} second
 * @param {Set<string>} known
 */
function keepsHyphen(first, second, known) {
  const before = first.toLowerCase().split("-").pop() ?? "";
  const after = second.toLowerCase();
  if (known.has(`${first}-${second}`.toLowerCase()) || (INNER.has(before) && first.includes("-"))) return true;
  if (known.has(before + after) || CLOSED.has(before + after)) return false;
  if (before.length === 1 || !/\p{L}$/u.test(first) || isCapital(first) || isCapital(second[0])) return true;
  if (SUFFIX.match(after)) return false;
  if (before === "re") return after.startsWith("e");
  if (before === "co") return CO.match(after) !== null;
  if (PREFIXES.has(before)) return AFTER_PREFIX.has(after);
  if (FIRST.has(before) || before === "non" || SECOND.has(after)) return true;
  // Two words that stand by themselves elsewhere, and no syllables.
  return Math.min(before.length, after.length) >= MIN_WORD && known.has(before) && known.has(after);
}

const isCapital = (/** @type {string} */ text) => text !== text.toLowerCase() && text === text.toUpperCase();
