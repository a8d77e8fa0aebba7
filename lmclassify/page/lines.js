/** Text to lines: `lmclassify/documents/lines.py` once more. */

/** @import { Match } from "./patterns.js" */

import { trim, trimEnd, trimStart } from "./characters.js";
import { facts } from "./facts.js";
import { prepare } from "./patterns.js";

/**
 * A line: `text.slice(start, end)` is its content, without the bullet `mark`.
 *
 * @typedef {{
 *   start: number, end: number, indent: number, width: number, mark: string, blank: boolean, rule: boolean,
 * }} Line
 */

const { BARE_NUMBER, BULLET, LETTER_BELOW, LETTER_MARK, LINE, RULE } = prepare(facts.layout.lines);

/**
 * @param {string} text
 * @returns {Line[]}
 */
export function readLines(text) {
  const numbers = countNumbers(text);
  /** @type {Map<string, number>} */
  const letters = new Map();
  const marks = LETTER_BELOW.test(text) ? LETTER_MARK.findAll(text) : [];
  for (const { 1: letter } of marks) letters.set(letter, (letters.get(letter) ?? 0) + 1);
  return LINE.findAll(text).map((/** @type {Match} */ found) => {
    const line = found[0];
    let bullet = BULLET.match(line);
    if (!bullet && letters.size) {
      const letter = LETTER_MARK.match(line);
      if (letter && (letters.get(letter[1]) ?? 0) > 1) bullet = letter;
    }
    if (!bullet && numbers) {
      const number = BARE_NUMBER.match(line);
      if (number && Number(number[1]) <= numbers) bullet = number;
    }
    const content = bullet ? line.slice(bullet.end) : line;
    const stripped = trimStart(content);
    const blank = RULE.match(content) !== null;
    const start = stripped ? found.end - stripped.length : found.index;
    const width = trimEnd(line).length;
    return {
      start,
      end: Math.max(start, found.index + width),
      indent: line.length - trimStart(line).length,
      width,
      mark: bullet ? trim(bullet[0]) : "",
      blank,
      rule: blank && stripped !== "",
    };
  });
}

/**
 * Return up to where numbers without a full stop count lines, if they count two at least.
 *
 * @param {string} text
 */
function countNumbers(text) {
  let last = 0;
  for (const { 1: number } of BARE_NUMBER.findAll(text)) if (Number(number) === last + 1) last += 1;
  return last > 1 ? last : 0;
}
