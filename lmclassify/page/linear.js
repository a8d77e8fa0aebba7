/** A linear classifier over TF-IDF: `lmclassify/model/linear.py` once more. */

/** @import { Weights } from "./weights.js" */

import { terms } from "./terms.js";

/** @typedef {{logits: number[], coverage: number}} Score */

/** One score of a text for each column, and the share of its terms that are known. */
export class Linear {
  /**
   * @param {Map<string, number>} rows
   * @param {Float32Array} idf
   * @param {Float64Array[]} columns
   */
  constructor(rows, idf, columns) {
    this.rows = rows;
    this.idf = idf;
    this.columns = columns;
    this.intercept = columns.map((column) => column[0]);
  }

  /**
   * @param {string} text
   * @returns {Score}
   */
  score(text) {
    const all = terms(text);
    const counts = countTerms(all);
    let known = 0;
    let square = 0;
    const sums = this.columns.map(() => 0);
    for (const [term, count] of counts) {
      const row = this.rows.get(term);
      if (row === undefined) continue;
      known += count;
      const value = this.idf[row] * (1 + Math.log(count));
      square += value * value;
      this.columns.forEach((column, i) => (sums[i] += value * column[row]));
    }
    if (!known) return { logits: this.intercept, coverage: 0 };
    const norm = Math.sqrt(square);
    return {
      logits: this.intercept.map((start, i) => start + sums[i] / norm),
      coverage: known / all.length,
    };
  }
}

/**
 * @param {string[]} all
 * @returns {Map<string, number>}
 */
export function countTerms(all) {
  const counts = new Map();
  for (const term of all) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/**
 * Turn logits into probabilities, which sum to 1.
 *
 * @param {number[]} logits
 */
export function softmax(logits) {
  const highest = Math.max(...logits);
  const odds = logits.map((logit) => Math.exp(logit - highest));
  const total = odds.reduce((sum, value) => sum + value, 0);
  return odds.map((value) => value / total);
}
