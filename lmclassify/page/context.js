/** What the lines around a statement say of it: `lmclassify/model/context.py` once more. */

/** @import { ContextFacts } from "./facts.js" */

import { facts } from "./facts.js";

const { labels } = facts;

/** A second small linear layer, over the logits of a document's statements. */
export class Context {
  /** @param {ContextFacts} fields */
  constructor(fields) {
    const parts = ["own", ...fields.radii.map((radius) => `within ${radius}`)];
    this.radii = fields.radii;
    this.intercept = labels.map((label) => fields.intercept[label]);
    this.shares = labels.map((label) => fields.label_shares[label]);
    const rows = labels.map((label) => parts.map((part) => labels.map((of) => fields.weights[label][part][of])));
    this.ownRows = rows.map((row) => row[0]);
    this.aroundRows = rows.map((row) => row.slice(1).flat());
  }

  /**
   * What a statement's own logits, or parts of them, add to the result.
   *
   * @param {number[]} values
   */
  mapOwn(values) {
    return multiply(this.ownRows, centre(values));
  }

  /**
   * What the statements around each one add to its logits.
   *
   * @param {number[][]} document the logits of the statements, in order
   */
  surroundings(document) {
    const n = document.length;
    const centred = document.map(centre);
    const sums = labels.map((_, column) => {
      const running = [0];
      for (const row of centred) running.push(running[running.length - 1] + row[column]);
      return running;
    });
    return centred.map((own, i) => {
      const means = this.radii.flatMap((radius) => {
        const first = Math.max(0, i - radius);
        const end = Math.min(n, i + radius + 1);
        const count = Math.max(1, end - first - 1);
        return sums.map((running, column) => (running[end] - running[first] - own[column]) / count);
      });
      return multiply(this.aroundRows, means);
    });
  }

  /** @param {number[][]} document */
  logits(document) {
    const around = this.surroundings(document);
    return document.map((own, i) => {
      const mapped = this.mapOwn(own);
      return this.intercept.map((start, column) => start + mapped[column] + around[i][column]);
    });
  }
}

/** @param {number[]} values */
function centre(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/**
 * @param {number[][]} rows
 * @param {number[]} values
 */
function multiply(rows, values) {
  return rows.map((row) => row.reduce((sum, weight, i) => sum + weight * values[i], 0));
}
