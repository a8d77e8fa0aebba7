/** The rule that sums up a document: `lmclassify/summary.py` once more. */

/** @import { Label } from "./facts.js" */
/** @import { Prediction } from "./model.js" */

import { facts } from "./facts.js";
import { byLabel } from "./model.js";

/**
 * @typedef {{
 *   counts: Record<Label, number>,
 *   leadership: number | null,
 *   management: number | null,
 *   verdict: string,
 *   practices: Record<string, number> | null,
 * }} Summary
 */

/**
 * @param {Prediction[]} predictions
 * @param {(string | null)[] | null} practices the practice of each statement; null without practices
 * @returns {Summary}
 */
export function summarise(predictions, practices) {
  const counts = byLabel(facts.labels, facts.labels.map(() => 0));
  const sums = { leadership: 0, management: 0 };
  for (const { label, probabilities } of predictions) {
    counts[label] += 1;
    if (label === "neither") continue;
    for (const side of facts.sides) sums[side] += probabilities[side];
  }
  const inScope = counts.leadership + counts.management;
  const share = inScope ? sums.leadership / (sums.leadership + sums.management) : null;
  const shares = { leadership: share, management: share === null ? null : 1 - share };
  let verdict = "neither";
  if (inScope && inScope >= facts.minInScopeShare * predictions.length) {
    const side = facts.sides.find((name) => Number(shares[name]) >= facts.mostlyShare);
    verdict = side ? `mostly ${side}` : "balanced";
  }
  const profile = practices && Object.fromEntries(facts.practices.map(({ name }) =>
    [name, practices.filter((practice) => practice === name).length],
  ));
  return { counts, ...shares, verdict, practices: profile };
}
