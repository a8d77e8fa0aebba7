/** Where sentences end: `lmclassify/documents/sentences.py` once more. */

import { SPACE, splitWords, trim } from "./characters.js";
import { facts } from "./facts.js";
import { prepare } from "./patterns.js";
import { vocabulary } from "./vocabulary.js";

const {
  BEFORE_FIGURES, BRACKET, DIGITS, INITIALS, MAX_BRACKET, MAX_TOKEN, MAYBE_LAST, NEVER_LAST, NEXT, STOP,
} = prepare(facts.layout.sentences);

const endsInSpace = new RegExp(`[${SPACE}]$`, "u");

/**
 * Return the sentences of `text.slice(start, end)` as pairs of places, trimmed of white space.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {[number, number][]}
 */
export function findSentences(text, start, end) {
  /** @type {[number, number][]} */
  const found = [];
  const add = (/** @type {number} */ from, /** @type {number} */ to) => {
    const content = text.slice(from, to);
    const stripped = trim(content);
    if (!stripped) return;
    const first = from + content.indexOf(stripped[0]);
    found.push([first, first + stripped.length]);
  };
  const opened = text.indexOf("(", start);
  const brackets = opened >= 0 && opened < end ? findBrackets(text, start, end) : [];
  let next = 0;
  let first = start;
  for (const stop of STOP.findAll(text, start, end)) {
    while (next < brackets.length && brackets[next][1] < stop.index) next += 1;
    const bracket = brackets[next];
    const inside = bracket && bracket[0] < stop.index && stop.end <= bracket[1];
    if (inside || !endsSentence(text, first, stop.index, stop.end, stop[0])) continue;
    add(first, stop.end);
    first = stop.end;
  }
  add(first, end);
  return found;
}

/**
 * Check whether a stop ends a sentence, and is no abbreviation's.
 *
 * @param {string} text
 * @param {number} first
 * @param {number} place
 * @param {number} after
 * @param {string} stop
 */
function endsSentence(text, first, place, after, stop) {
  if (stop[0] !== "." || stop.startsWith("..")) return true;
  const token = splitWords(text.slice(Math.max(first, place - MAX_TOKEN), place)).pop();
  if (token === undefined) return false;
  const word = token.replace(/^["'“‘«([]+/, "").toLowerCase();
  if (NEVER_LAST.has(word)) return false;
  const opener = NEXT.match(text, after)?.[1] ?? "";
  const figure = DIGITS.has(text[after]);
  if (BEFORE_FIGURES.has(word)) return !figure;
  if (MAYBE_LAST.has(word) || INITIALS.match(word)) {
    return !figure && endsInSpace.test(stop) && vocabulary.SENTENCE_OPENERS.has(opener.toLowerCase());
  }
  return true;
}

/**
 * Return the outermost brackets that are closed soon, as pairs of places.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
function findBrackets(text, start, end) {
  /** @type {[number, number][]} */
  const found = [];
  let opened = -1;
  let depth = 0;
  for (const { 0: bracket, index } of BRACKET.findAll(text, start, end)) {
    if (opened >= 0 && index - opened > MAX_BRACKET) [opened, depth] = [-1, 0];
    if (bracket === "(") {
      if (opened < 0) [opened, depth] = [index, 1];
      else depth += 1;
    } else if (opened >= 0) {
      depth -= 1;
      if (!depth) {
        found.push([opened, index]);
        opened = -1;
      }
    }
  }
  return found;
}
