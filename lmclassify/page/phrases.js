/** How results are put into words and numbers: as `lmclassify/output/text.py` and the report do. */

/** @import { Label } from "./facts.js" */
/** @import { Contributions, Explanation } from "./explanation.js" */
/** @import { Prediction } from "./model.js" */
/** @import { Standing, Summary } from "./summary.js" */

import { facts } from "./facts.js";
import { fixed } from "./numbers.js";
import { inScope } from "./summary.js";

const NO_BREAK = "\u00a0";
const NEARLY_ALL = 0.95;
const MIDDLE = 0.55;

/** @param {number} share */
export const percent = (share) => `${fixed(100 * share, 0)}${NO_BREAK}%`;

/**
 * The probability to show: at most 0.99, because a model is never certain.
 *
 * @param {number} probability
 */
export const shownProbability = (probability) => Math.min(probability, 0.99);

/**
 * @param {number} count
 * @param {string} noun
 */
export const counted = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** @param {string} text */
export const capitalise = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {Summary} summary */
export function describeShares(summary) {
  const n = inScope(summary.counts);
  const statements = `${n} statement${n === 1 ? "" : "s"} of leadership or management`;
  if (summary.leadership === null) return statements;
  const shares = facts.sides.map((side) => `${percent(summary[side] ?? 0)} ${side}`);
  return `${statements}; by probability, ${shares.join(" and ")}`;
}

/**
 * Say which other verdicts are as likely; empty if the verdict is clear.
 *
 * @param {Summary} summary
 */
export function describeRivals({ rivals }) {
  if (!rivals.length) return "";
  const why = rivals.length === 1 ? "too close to call" : "too few statements to tell";
  return `${why}: it may also be ${rivals.join(" or ")}`;
}

/**
 * Say what the leadership share is, how sure, and how many documents have less or more.
 *
 * @param {Summary} summary
 */
export function describeStanding({ leadership, interval, standing }) {
  if (leadership === null) return "";
  const ends = (interval ?? []).map((end) => fixed(100 * end, 0));
  const likely = interval ? ` (likely ${ends.join(" to ")}${NO_BREAK}%)` : "";
  return `Leadership ${percent(leadership)}${likely}${standing ? `: ${compareStanding(standing)}` : ""}`;
}

/** @param {Standing} standing */
function compareStanding({ n, less, more }) {
  const what = `${n} real documents`;
  const part = Math.max(less, more);
  if (part <= MIDDLE) return `about the middle of ${what}`;
  const many = part >= NEARLY_ALL ? "nearly all" : `about ${fixed(10 * part, 0)} in 10`;
  return `${less >= more ? "higher" : "lower"} than in ${many} of ${what}`;
}

/** @param {Prediction} prediction */
export function describeCoverage({ coverage }) {
  const known = `The model knows ${percent(coverage)} of its words and word pairs`;
  return known + (coverage ? "." : ", so the label says nothing about this text.");
}

/**
 * Tabulate an explanation: words, small words, baseline, sum and probability for each label.
 *
 * @param {Explanation} explanation
 * @returns {{name: string, cells: string[]}[]}
 */
export function reasonRows({ words, labels, intercept, context, logits, prediction }) {
  const ordinary = words.filter(({ word }) => word !== facts.smallWords);
  // A row "1 other word" would take as much room as the word itself.
  const shown = facts.wordsShown + (ordinary.length === facts.wordsShown + 1 ? 1 : 0);
  const others = ordinary.slice(shown);
  /** @type {[string, Contributions][]} */
  const numbers = ordinary.slice(0, shown).map(({ word, contributions }) => [word, contributions]);
  if (others.length) {
    const rest = /** @type {Contributions} */ ({});
    for (const label of labels) {
      rest[label] = others.reduce((sum, { contributions }) => sum + contributions[label], 0);
    }
    numbers.push([`${others.length} other words`, rest]);
  }
  for (const { word, contributions } of words.slice(ordinary.length)) numbers.push([word, contributions]);
  numbers.push(["baseline", intercept]);
  if (context) numbers.push([facts.contextRow, context]);
  numbers.push(["sum", logits]);
  const rows = numbers.map(([name, values]) => ({ name, cells: labels.map((label) => signed(values[label])) }));
  const cells = labels.map((label) => percent(shownProbability(prediction.probabilities[label])));
  return [...rows, { name: "probability", cells }];
}

/** @param {number} value */
function signed(value) {
  const text = fixed(value, 2);
  return text.startsWith("-") ? `−${text.slice(1)}` : `+${text}`;
}
