/** Which lines were only wrapped: `lmclassify/documents/wraps.py` once more. */

/** @import { Line } from "./lines.js" */

import { isUpper, splitWords, startsLower } from "./characters.js";
import { facts } from "./facts.js";
import { prepare } from "./patterns.js";
import { isUsualHeading, vocabulary } from "./vocabulary.js";

const {
  BROKEN_WORD, CLOSE_LINES, COMMA_LIST_LINES, FILLED, GOES_ON, ITEM_END, LETTER, MARKED_HEADING, POST_LABEL, RAGGED, WRAPPED_FROM,
  WRAPPED_TO,
} = prepare(facts.layout.wraps);

/**
 * How lines are set: how wide those of a paragraph are, whether they are phrases rather than wrapped
 * text, and how wide the whole text was wrapped.
 *
 * @typedef {{filled: number, ragged: boolean, width: number | null}} Shape
 */

const ended = /[.!?:;]$/;

/**
 * Find the lines that carry on what the line before began, by their places.
 *
 * @param {string} text
 * @param {Line[]} lines
 * @param {(place: number) => boolean} isFixed whether a line joins nothing
 * @returns {Set<number>}
 */
export function findWraps(text, lines, isFixed) {
  const flowing = [...lines.keys()].filter((place) => !lines[place].blank);
  const double = isDoubleSpaced(text, lines, flowing);
  /** @type {number[][]} */
  const runs = [];
  for (const place of flowing) {
    const run = runs[runs.length - 1];
    if (isFixed(place)) runs.push([]);
    else if (!run?.length || lines[place].mark || !isBelow(lines, run[run.length - 1], place, double)) {
      runs.push([place]);
    } else run.push(place);
  }
  const lineRuns = runs.map((run) => run.map((place) => lines[place]));
  const width = findWrapWidth(text, lineRuns);
  /** @type {Set<number>} */
  const wraps = new Set();
  runs.forEach((run, index) => {
    const own = lineRuns[index];
    if (run.length < 2 || isCommaList(text, own)) return;
    const filled = widest(own.slice(0, -1));
    const shape = { filled, ragged: isRagged(text, own, filled), width };
    let opener = own[0];
    for (let i = 1; i < run.length; i += 1) {
      if (continues(text, opener, own[i - 1], own[i], shape)) wraps.add(run[i]);
      else opener = own[i];
    }
  });
  return wraps;
}

/**
 * Check whether nothing but the usual line spacing stands between two lines.
 *
 * @param {Line[]} lines
 * @param {number} before
 * @param {number} place
 * @param {boolean} double
 */
function isBelow(lines, before, place, double) {
  if (place - before === 1) return true;
  return double && place - before === 2 && !lines[before + 1].rule;
}

/**
 * Check whether a blank line stands below every line of wrapped text.
 *
 * @param {string} text
 * @param {Line[]} lines
 * @param {number[]} flowing
 */
function isDoubleSpaced(text, lines, flowing) {
  const all = pairs(flowing);
  const apart = all
    .filter(([a, b]) => b - a === 2 && !lines[a + 1].rule)
    .map(([a, b]) => /** @type {[Line, Line]} */ ([lines[a], lines[b]]));
  if (all.length - apart.length > CLOSE_LINES * all.length || !apart.length) return false;
  const filled = widest(apart.map(([before]) => before));
  const broken = apart.filter(([before, line]) => breaksOff(text, before, line));
  const full = broken.filter(([before, line]) => isFull(text, before, line, filled));
  return full.length > 1 && full.length >= FILLED * broken.length;
}

/**
 * @template T
 * @param {T[]} items
 * @returns {[T, T][]}
 */
const pairs = (items) => items.slice(1).map((item, i) => [items[i], item]);

/**
 * Return the width up to which lines are filled, as far as they may have been wrapped.
 *
 * @param {Line[]} lines
 */
const widest = (lines) => lines.reduce((most, { width }) => (width <= WRAPPED_TO ? Math.max(most, width) : most), 0);

/**
 * Check whether the first word of a line would not have fitted on the line before.
 *
 * @param {string} text
 * @param {Line} before
 * @param {Line} line
 * @param {number} filled
 * @param {number} [share]
 */
const isFull = (text, before, line, filled, share = FILLED) =>
  before.width + 1 + firstWord(text, line).length > share * filled;

/**
 * @param {string} text
 * @param {Line} line
 */
const firstWord = (text, { start, end }) => splitWords(text.slice(start, end))[0];

/**
 * Check whether a sentence goes on from one line to the next, by the small letter there.
 *
 * @param {string} text
 * @param {Line} before
 * @param {Line} line
 */
function breaksOff(text, before, line) {
  return !line.mark && startsLower(text.slice(line.start, line.start + 2)) &&
    !ended.test(text.slice(before.start, before.end));
}

/**
 * Return the column at which the text was hard-wrapped, or null if nothing shows that it was.
 *
 * @param {string} text
 * @param {Line[][]} runs
 */
function findWrapWidth(text, runs) {
  const wrapped = [];
  for (const run of runs) {
    const filled = widest(run.slice(0, -1));
    for (const [before, line] of pairs(run)) {
      const mayBe = WRAPPED_FROM <= before.width && before.width <= WRAPPED_TO;
      if (mayBe && breaksOff(text, before, line) && isFull(text, before, line, filled)) wrapped.push(before.width);
    }
  }
  return wrapped.length > 1 ? wrapped.reduce((most, width) => Math.max(most, width)) : null;
}

/**
 * Check whether lines go on in lower case that are far from full: phrases of a list.
 *
 * @param {string} text
 * @param {Line[]} run
 * @param {number} filled
 */
function isRagged(text, run, filled) {
  return pairs(run).some(([before, line]) =>
    breaksOff(text, before, line) &&
    !GOES_ON.test(text, before.start, before.end) &&
    !isFull(text, before, line, filled, RAGGED));
}

/**
 * Check whether lines are the items of a list because each ends in a comma or semicolon.
 *
 * @param {string} text
 * @param {Line[]} run
 */
function isCommaList(text, run) {
  const items = text.slice(run[0].start, run[0].end).endsWith(":") ? run.slice(1) : run;
  const last = items[items.length - 1];
  if (items.length < COMMA_LIST_LINES || last.mark) return false;
  return items.slice(0, -1).every(({ start, end }) => ITEM_END.test(text, start, end));
}

/**
 * Check whether a line carries on the sentence or paragraph that the line before left.
 *
 * @param {string} text
 * @param {Line} opener the first line of the block so far
 * @param {Line} before
 * @param {Line} line
 * @param {Shape} shape
 */
function continues(text, opener, before, line, { filled, ragged, width }) {
  if (MARKED_HEADING.match(text, before.start, before.end)) return false;
  const content = text.slice(before.start, before.end);
  if (!LETTER.test(text, line.start, line.end)) return false;
  const lower = startsLower(text.slice(line.start, line.start + 2));
  if (opener.mark && line.indent > 0 && (lower || line.indent >= 2)) {
    const wrapped = lower || GOES_ON.test(content) || isFull(text, before, line, filled);
    return wrapped && (opener !== before || !(isUpper(content) || isUsualHeading(content)));
  }
  if (ended.test(content)) {
    // Only to keep a wrapped paragraph in one piece: its sentences are cut apart again.
    return width !== null && /[.!?]$/.test(content) && before.width > width - 25;
  }
  if (opener === before && POST_LABEL.match(content)) return false;
  if (GOES_ON.test(content) || (lower && BROKEN_WORD.test(content))) {
    if (lower || !(content.endsWith(",") || isUsualHeading(content))) return true;
    return before.width >= WRAPPED_FROM && isFull(text, before, line, filled);
  }
  if (lower) {
    return Boolean(opener.mark || before.width >= WRAPPED_FROM) && !ragged && isFull(text, before, line, filled);
  }
  if (width === null || before.width < width - 12 || before.width > width) return false;
  const first = firstWord(text, line);
  // A word with a capital inside a sentence is a name, no verb and no "The".
  return before.width + 1 + first.length > width && !vocabulary.SENTENCE_OPENERS.has(first.toLowerCase());
}
