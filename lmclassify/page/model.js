/** The label of a text, by itself or among the lines around it: `lmclassify/model` once more. */

/** @import { Label, Side } from "./facts.js" */
/** @import { Score } from "./linear.js" */
/** @import { Weights } from "./weights.js" */

import { facts } from "./facts.js";
import { Context } from "./context.js";
import { Linear, softmax } from "./linear.js";

/**
 * @typedef {{
 *   label: Label,
 *   confidence: number,
 *   probabilities: Record<Label, number>,
 *   mixed: boolean,
 *   coverage: number,
 * }} Prediction
 */

const KEPT = 50000;
/** So many statements are remembered: after an edit, only those that changed are scored again. */

/** The classifier with its two additions: the practices, and the layer for documents. */
export class Model {
  /** @param {Weights} weights */
  constructor(weights) {
    const { rows, idf, labels, practices } = weights;
    this.linear = new Linear(rows, idf, labels);
    this.practiceModel = practices && new Linear(rows, idf, practices);
    this.context = facts.model.context && new Context(facts.model.context);
    this.labels = facts.model.labels;
    this.shares = this.labels.map((label) => facts.model.labelShares[label]);
    /** @type {Map<string, {score: Score, practices: Score | null}>} */
    this.seen = new Map();
    this.scored = 0;
  }

  /**
   * @param {string} text
   */
  score(text) {
    let known = this.seen.get(text);
    if (!known) {
      if (this.seen.size >= KEPT) this.seen.clear();
      this.scored += 1;
      known = { score: this.linear.score(text), practices: this.practiceModel?.score(text) ?? null };
      this.seen.set(text, known);
    }
    return known;
  }

  /**
   * Classify one statement by itself.
   *
   * @param {string} text
   */
  predict(text) {
    const { logits, coverage } = this.score(text).score;
    return this.prediction(logits, coverage, this.shares);
  }

  /**
   * Classify the statements of a document, each among those around it.
   *
   * @param {string[]} texts
   */
  predictDocument(texts) {
    const { context } = this;
    if (!context) return texts.map((text) => this.predict(text));
    const scores = texts.map((text) => this.score(text).score);
    const logits = context.logits(scores.map((score) => score.logits));
    return logits.map((row, i) => this.prediction(row, scores[i].coverage, context.shares));
  }

  /**
   * Name the practice that a statement asks for, if one is clear.
   *
   * @param {string} text
   * @param {Label} label
   * @returns {string | null}
   */
  practice(text, label) {
    const score = this.score(text).practices;
    if (!score?.coverage || label === "neither") return null;
    const own = facts.practices
      .map((practice, i) => ({ ...practice, logit: score.logits[i] }))
      .filter((practice) => practice.side === label);
    const probabilities = softmax(own.map((practice) => practice.logit));
    const highest = Math.max(...probabilities);
    return highest >= facts.minPracticeProbability ? own[probabilities.indexOf(highest)].name : null;
  }

  /**
   * @param {number[]} logits
   * @param {number} coverage
   * @param {number[]} shares
   * @returns {Prediction}
   */
  prediction(logits, coverage, shares) {
    const { labels } = this;
    const probabilities = byLabel(facts.labels, facts.labels.map(() => 0));
    Object.assign(probabilities, byLabel(labels, softmax(logits)));
    let label = labels[logits.indexOf(Math.max(...logits))];
    if (coverage === 0 && labels.includes("neither")) label = "neither";
    // Both sides are substantial where all labels are equally frequent.
    const even = softmax(logits.map((logit, i) => logit - Math.log(shares[i])));
    const product = facts.sides.reduce((part, side) => part * even[labels.indexOf(side)], 1);
    const mixed = product >= facts.minMixedProduct;
    return { label, confidence: probabilities[label], probabilities, mixed, coverage };
  }
}

/**
 * @param {Label[]} labels
 * @param {number[]} values
 */
export function byLabel(labels, values) {
  return /** @type {Record<Label, number>} */ (
    Object.fromEntries(labels.map((label, i) => [label, values[i]]))
  );
}
