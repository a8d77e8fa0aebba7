/** Lists inside a line: `lmclassify/documents/chains.py` once more. */

/** @import { Match } from "./patterns.js" */

import { splitWords, trimEnd } from "./characters.js";
import { facts } from "./facts.js";
import { prepare } from "./patterns.js";
import { vocabulary } from "./vocabulary.js";

/** @typedef {{start: number, end: number, lead: boolean}} Piece `lead`: a list follows in the line */

const {
  ANY_MARK, BULLET, CAPITALS_TO_SMALL, FUSED, FUSED_NUMBER, MAX_TRAILING, MIN_ITEM_WORDS, MIN_SIGNS, NAMES_NUMBER,
  NUMBER, OTHER_BULLET, ROMAN, SEMICOLON, SIGN, SMALL_TO_CAPITAL, TRAILING,
} = prepare(facts.layout.chains);
const { DUTY_VERBS, WORD } = vocabulary;

/**
 * Cut `text.slice(start, end)` where lines were lost in copying and where items of a list begin.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {string} mark the bullet or number that opens the block
 * @returns {Piece[]}
 */
export function cutItems(text, start, end, mark) {
  const fused = SMALL_TO_CAPITAL.test(text, start, end) || CAPITALS_TO_SMALL.test(text, start, end);
  /** @type {number[]} */
  const breaks = fused ? FUSED.findAll(text, start, end).map((/** @type {Match} */ found) => found.end) : [];
  return [start, ...breaks].flatMap((first, i) => {
    const last = i < breaks.length ? breaks[i] : end;
    const number = first > start ? FUSED_NUMBER.match(text, first, last) : null;
    const begin = number ? number.end : first;
    const opening = first === start ? mark : "";
    const marks = [findBullets(text, begin, last), findNumbers(text, begin, last, opening)].find(
      (found) => found.length) ?? findSigns(text, begin, last, opening);
    return [begin, ...marks.map((found) => found.end)].map((low, index) => ({
      start: low,
      end: endOfItem(text, low, index < marks.length ? marks[index].index : last),
      lead: marks.length > 0 && index === 0 && !opening,
    }));
  });
}

/**
 * Cut a sentence at its semicolons, if it is a chain of them or another duty follows "and".
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {[number, number][]}
 */
export function cutClauses(text, start, end) {
  /** @type {Match[]} */
  let breaks = SEMICOLON.findAll(text, start, end);
  if (breaks.length === 1) {
    const word = WORD.match(text, breaks[0].end);
    if (!breaks[0][1] || !word || !DUTY_VERBS.has(word[0].toLowerCase())) breaks = [];
  }
  return [start, ...breaks.map((found) => found.end)].map((first, i) =>
    [first, i < breaks.length ? breaks[i].index + 1 : end]);
}

/**
 * Return where an item ends without the "and" that joins the next one to it.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
function endOfItem(text, start, end) {
  const last = text.slice(Math.max(start, end - MAX_TRAILING), end);
  if (!/(?:and|or)$/.test(trimEnd(last))) return end;
  const found = TRAILING.search(last);
  return found ? end - last.length + found.index + found[1].length : end;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Match[]}
 */
function findBullets(text, start, end) {
  if (!ANY_MARK.test(text, start, end) && !text.slice(start, end).includes("--")) return [];
  const marks = BULLET.findAll(text, start, end).filter((/** @type {Match} */ found) => found.index > start);
  if (marks.length) return marks;
  const others = OTHER_BULLET.findAll(text, start, end);
  return others.length > 1 ? others : [];
}

/** @type {((number: string) => number | undefined)[]} */
const series = [
  (number) => (/^\p{Nd}+$/u.test(number) ? Number(number) : undefined),
  (number) => (/^[a-z]$/.test(number) ? number.charCodeAt(0) - 96 : undefined),
  (number) => ROMAN[number],
];

/**
 * Find the longest series of numbers or letters that starts at 1, or goes on from `mark`.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {string} mark
 * @returns {Match[]}
 */
function findNumbers(text, start, end, mark) {
  const candidates = NUMBER.findAll(text, start, end).filter((/** @type {Match} */ found) =>
    !NAMES_NUMBER.has(wordBefore(text, start, found.index)));
  /** @type {Match[]} */
  let best = [];
  for (const value of candidates.length ? series : []) {
    let last = value(mark.replace(/^[().]+|[().]+$/g, "").toLowerCase()) ?? 0;
    const needed = last ? 1 : 2;
    const found = candidates.filter((/** @type {Match} */ candidate) => {
      const follows = value(candidate[1]) === last + 1;
      if (follows) last += 1;
      return follows;
    });
    if (found.length >= Math.max(needed, best.length + 1)) best = found;
  }
  return best;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} place
 */
const wordBefore = (text, start, place) =>
  (splitWords(text.slice(Math.max(start, place - 20), place)).pop() ?? "").toLowerCase();

/**
 * Find hyphens, stars and the like that stand as bullets: alike, and before capitals.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {string} mark
 * @returns {Match[]}
 */
function findSigns(text, start, end, mark) {
  /** @type {Match[]} */
  const candidates = SIGN.findAll(text, start, end);
  if (!candidates.length) return [];
  /** @type {Map<string, Match[]>} */
  const bySign = new Map();
  for (const found of candidates) bySign.set(found[1], [...(bySign.get(found[1]) ?? []), found]);
  const [sign, marks] = [...bySign].reduce((most, each) => (each[1].length > most[1].length ? each : most));
  const before = trimEnd(text.slice(start, marks[0].index));
  const listed = !before || /[:.;]$/.test(before) || sign === mark;
  if (marks.length < MIN_SIGNS - Number(listed)) return [];
  const items = marks.filter((found, i) =>
    isItem(WORD.findAll(text, found.end, i + 1 < marks.length ? marks[i + 1].end : end)));
  return 2 * items.length >= marks.length ? marks : [];
}

/**
 * Check whether words are more than one of the names that a title puts in a row.
 *
 * @param {Match[]} words
 */
const isItem = (words) =>
  words.length >= MIN_ITEM_WORDS || (words.length > 1 && DUTY_VERBS.has(words[0][0].toLowerCase()));
