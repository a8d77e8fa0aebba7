/** The rule that sums up a document: `lmclassify/summary.py` and `usual.py` once more. */

/** @import { Label } from "./facts.js" */
/** @import { Classified } from "./results.js" */
/** @import { Statement } from "./statements.js" */

import { splitWords } from "./characters.js";
import { facts } from "./facts.js";
import { byLabel } from "./model.js";
import { fixed } from "./numbers.js";
import { prepare } from "./patterns.js";

/**
 * @typedef {{n: number, less: number, more: number, kind: string | null}} Standing
 * @typedef {{
 *   counts: Record<Label, number>,
 *   leadership: number | null,
 *   management: number | null,
 *   verdict: string,
 *   practices: Record<string, number> | null,
 *   interval: [number, number] | null,
 *   rivals: string[],
 *   standing: Standing | null,
 * }} Summary
 * @typedef {{heading: string, start: number, counts: Record<Label, number>, leadership: number | null}} Section
 */

const { STEM } = prepare(facts.layout.summary);
const VERDICTS = ["mostly management", "balanced", "mostly leadership"];
/** By rising leadership share. */

/** @param {Record<Label, number>} counts */
export const inScope = (counts) => facts.sides.reduce((sum, side) => sum + counts[side], 0);

/**
 * @param {Classified[]} statements
 * @param {boolean} hasPractices
 * @param {boolean} isEnglish without it, the verdict is withheld
 * @returns {Summary}
 */
export function summarise(statements, hasPractices, isEnglish) {
  const { counts, share } = mix(statements);
  const practices = hasPractices ? Object.fromEntries(facts.practices.map(({ name }) =>
    [name, statements.filter(({ practice }) => practice === name).length])) : null;
  const n = inScope(counts);
  /** @type {Summary} */
  const summary = {
    counts, leadership: null, management: null, verdict: "neither", practices, interval: null, rivals: [], standing: null,
  };
  if (!isEnglish) summary.verdict = "withheld";
  if (share === null || !isEnglish) return summary;
  const interval = shareInterval(share, n);
  Object.assign(summary, { leadership: share, management: 1 - share, interval, standing: findStanding(share, n) });
  if (n < facts.minInScopeShare * statements.length) return summary;
  const [low, high] = interval.map((end) => VERDICTS.indexOf(verdictFor(end)));
  summary.verdict = verdictFor(share);
  summary.rivals = VERDICTS.slice(low, high + 1).filter((name) => name !== summary.verdict);
  return summary;
}

/**
 * Count labels, and compute leadership's share of the probability in scope.
 *
 * @param {Classified[]} statements
 */
function mix(statements) {
  const counts = byLabel(facts.labels, facts.labels.map(() => 0));
  const sums = { leadership: 0, management: 0 };
  for (const { prediction: { label, probabilities } } of statements) {
    counts[label] += 1;
    if (label === "neither") continue;
    for (const side of facts.sides) sums[side] += probabilities[side];
  }
  return { counts, share: inScope(counts) ? sums.leadership / (sums.leadership + sums.management) : null };
}

/** @param {number} share of leadership */
function verdictFor(share) {
  const [management, balanced, leadership] = VERDICTS;
  if (share >= facts.mostlyShare) return leadership;
  return 1 - share >= facts.mostlyShare ? management : balanced;
}

/**
 * Compute the interval of a leadership share: that of Wilson, for four times in five.
 *
 * @param {number} share
 * @param {number} n
 * @returns {[number, number]}
 */
function shareInterval(share, n) {
  const square = facts.intervalDeviations ** 2 / n;
  const centre = (share + square / 2) / (1 + square);
  const half = Math.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/**
 * Find where a leadership share stands among real documents, if there are figures for the model.
 *
 * @param {number} share
 * @param {number} n how many statements are in scope
 * @returns {Standing | null}
 */
function findStanding(share, n) {
  const { usual } = facts;
  if (!usual || n < usual.minInScope) return null;
  const [less, more] = place(share, usual.quantiles);
  return { n: usual.n, less, more, kind: null };
}

/**
 * Return which part of a distribution is below a value, and which above, in whole per cent.
 *
 * @param {number} value
 * @param {number[]} quantiles
 */
function place(value, quantiles) {
  const rounded = Number(fixed(value, 2));
  const points = quantiles.map((point) => Number(fixed(point, 2)));
  const last = points.length - 1;
  const first = points.filter((point) => point < rounded).length;
  const end = points.filter((point) => point <= rounded).length;
  if (first === end && first > 0 && first <= last) {
    const below = (first - 1 + (rounded - points[first - 1]) / (points[first] - points[first - 1])) / last;
    return [below, 1 - below];
  }
  return [Math.min(first, last) / last, (last - Math.max(end - 1, 0)) / last];
}

/**
 * Sum up the statements of a document by the heading under which they stand.
 *
 * @param {Classified[]} statements
 * @param {Statement[]} headings
 * @returns {Section[]}
 */
export function summariseSections(statements, headings) {
  const upcoming = headings.filter(({ text }) => !STEM.match(text));
  /** @type {{heading: Statement | null, members: Classified[]}[]} */
  const groups = [];
  /** @type {Statement | null} */
  let current = null;
  let next = 0;
  for (const statement of statements) {
    while (next < upcoming.length && upcoming[next].start < statement.start) current = upcoming[next++];
    const group = groups[groups.length - 1];
    if (group?.heading === current) group.members.push(statement);
    else groups.push({ heading: current, members: [statement] });
  }
  return groups.map(({ heading, members }) => {
    const { counts, share } = mix(members);
    const name = splitWords((heading?.text ?? "").replace(/^[ :]+|[ :]+$/g, "")).join(" ");
    return { heading: name, start: members[0].start, counts, leadership: share };
  });
}
