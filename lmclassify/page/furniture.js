/** Lines of the page or the letter: `lmclassify/documents/furniture.py` once more. */

import { splitWords, startsLower } from "./characters.js";
import { facts } from "./facts.js";
import { prepare } from "./patterns.js";
import { findWords, isUsualHeading } from "./vocabulary.js";

const {
  CLOSING, CONTACT, CONTACT_WORDS, DIGITS, FIRST_WORD, GREETING, LETTER_INITIALS, MAX_INTERRUPTION, MAY_BE_CONTACT, MAX_LETTER_LINE, MAX_PAGE_LINE, MAX_SPACES,
  MAX_WORDS, MAY_BE_PAGE, NEAR, NOTICE, NOTICE_WORDS, PAGE, SIGNATURE_LINES, SIGNATURE_WORDS,
} = prepare(facts.layout.furniture);

const ended = /[.!?:;,]$/;

/** @param {string} content */
export function isContact(content) {
  return (
    content.split(" ").length - 1 < MAX_SPACES &&
    MAY_BE_CONTACT.test(content) &&
    CONTACT.test(content) &&
    findWords(content).length <= CONTACT_WORDS
  );
}

/** @param {string} content */
export function isNotice(content) {
  const [first] = splitWords(content.slice(0, FIRST_WORD).toLowerCase().replaceAll("-", " "));
  if (!first || !NOTICE_WORDS.has(first.replace(/[:.#]+$/, ""))) return false;
  return NOTICE.match(content) !== null;
}

/** @param {string} content */
export function isPageMark(content) {
  if (content.length > MAX_PAGE_LINE || !DIGITS.test(content) || !MAY_BE_PAGE.test(content)) return false;
  return PAGE.match(content) !== null && splitWords(content).length <= MAX_WORDS;
}

/**
 * Find the lines that are page heads and feet, or the greeting and signature of a letter.
 *
 * @param {string[]} lines those that are not blank, trimmed
 * @param {number[]} pageStarts which of them follow a form feed
 * @param {number[]} [items] which of them have a bullet
 * @returns {Map<number, "page" | "letter">}
 */
export function findFurniture(lines, pageStarts, items = []) {
  /** @type {Map<number, "page" | "letter">} */
  const found = new Map();
  const marks = [...lines.keys()].filter((index) => isPageMark(lines[index]));
  if (marks.length || pageStarts.length) {
    for (const index of findPageLines(lines, marks, pageStarts, items)) found.set(index, "page");
  }
  for (const index of findInterruptions(lines)) found.set(index, "page");
  lines.forEach((line, index) => {
    if (!LETTER_INITIALS.has(line[0]) || line.length > MAX_LETTER_LINE) return;
    if (GREETING.match(line)) found.set(index, "letter");
    else if (CLOSING.match(line)) {
      for (let i = index; i <= endOfSignature(lines, index); i += 1) found.set(i, "letter");
    }
  });
  return found;
}

/**
 * Find page numbers, and what is repeated at one distance from where pages begin or end.
 *
 * @param {string[]} lines
 * @param {number[]} marks
 * @param {number[]} pageStarts
 * @param {number[]} items
 */
function findPageLines(lines, marks, pageStarts, items) {
  const ends = new Set([...marks, ...pageStarts, lines.length]);
  const beginnings = new Set([...marks, ...pageStarts.map((start) => start - 1), -1]);
  const listed = new Set(items);
  /** @type {Map<string, Set<number>>} */
  const repeats = new Map();
  const add = (/** @type {number} */ index, /** @type {number} */ distance) => {
    if (index < 0 || index >= lines.length || listed.has(index)) return;
    const words = splitWords(DIGITS.replace(lines[index], "0").toLowerCase());
    if (words.length > MAX_WORDS) return;
    const key = `${distance} ${words.join(" ")}`;
    repeats.set(key, (repeats.get(key) ?? new Set()).add(index));
  };
  for (let step = 1; step <= NEAR; step += 1) {
    for (const end of ends) add(end - step, -step);
    for (const beginning of beginnings) add(beginning + step, step);
  }
  return new Set([...marks, ...[...repeats.values()].filter(({ size }) => size > 1).flatMap((found) => [...found])]);
}

/**
 * Find short lines that are repeated and break into a sentence at least once.
 *
 * @param {string[]} lines
 */
function findInterruptions(lines) {
  const breaks = new Set(lines.filter((line, index) =>
    index > 0 &&
    index < lines.length - 1 &&
    startsLower(lines[index + 1]) &&
    !startsLower(line) &&
    line.length <= MAX_INTERRUPTION &&
    !ended.test(lines[index - 1]) &&
    !ended.test(line)));
  if (!breaks.size) return [];
  /** @type {Map<string, number[]>} */
  const places = new Map();
  lines.forEach((line, index) => {
    if (breaks.has(line)) places.set(line, [...(places.get(line) ?? []), index]);
  });
  return [...places.values()].filter((own) => own.length > 1).flat();
}

/**
 * @param {string[]} lines
 * @param {number} closing
 */
function endOfSignature(lines, closing) {
  let last = closing;
  for (const line of lines.slice(closing + 1, closing + 1 + SIGNATURE_LINES)) {
    if (findWords(line).length > SIGNATURE_WORDS || /[.:;]$/.test(line) || isUsualHeading(line)) break;
    last += 1;
  }
  return last;
}
