/** What decided a label: `lmclassify/model/explanation.py` once more. */

/** @import { Label } from "./facts.js" */
/** @import { Model, Prediction } from "./model.js" */

import { facts } from "./facts.js";
import { countTerms } from "./linear.js";
import { byLabel } from "./model.js";
import { termsWithWords } from "./terms.js";

/**
 * @typedef {Record<Label, number>} Contributions
 * @typedef {{term: string, count: number, value: number, contributions: Contributions}} TermWeight
 * @typedef {{word: string, contributions: Contributions}} WordWeight
 * @typedef {{
 *   text: string,
 *   prediction: Prediction,
 *   labels: Label[],
 *   intercept: Contributions,
 *   context: Contributions | null,
 *   logits: Contributions,
 *   words: WordWeight[],
 *   unknownWords: string[],
 *   terms: TermWeight[],
 *   unknown: string[],
 * }} Explanation
 */

const functionWords = new Set(facts.functionWords);

/**
 * Take the logits of a statement apart.
 *
 * @param {Model} model
 * @param {string} text
 * @param {Prediction} prediction
 * @param {number[] | null} [surroundings] what the statements around it add; null if it stands alone
 * @returns {Explanation}
 */
export function explain(model, text, prediction, surroundings = null) {
  const { labels, linear } = model;
  const context = surroundings && model.context;
  /** @type {(values: number[]) => Contributions} */
  const map = (values) => byLabel(labels, context ? context.mapOwn(values) : values);
  const all = termsWithWords(text);
  const known = all.filter(([term]) => linear.rows.has(term));
  const weights = weighTerms(model, known.map(([term]) => term), map);
  const intercept = map(linear.intercept);
  if (context) labels.forEach((label, i) => (intercept[label] += context.intercept[i]));
  const around = context ? byLabel(labels, surroundings ?? []) : null;
  const { label } = prediction;
  const others = labels.filter((other) => other !== label);
  /** What a word adds to the predicted label beyond the mean of the others. */
  const lead = (/** @type {WordWeight} */ { contributions }) =>
    contributions[label] - sum(others.map((other) => contributions[other])) / others.length;
  const isSmall = (/** @type {WordWeight} */ { word }) => Number(word === facts.smallWords);
  const knownWords = new Set(known.flatMap(([, words]) => words));
  return {
    text,
    prediction,
    labels,
    intercept,
    context: around,
    logits: byLabel(labels, labels.map((name) =>
      intercept[name] + sum(weights.map((term) => term.contributions[name])) + (around?.[name] ?? 0),
    )),
    words: weighWords(weights, known, labels).sort((a, b) =>
      isSmall(a) - isSmall(b) || Math.abs(lead(b)) - Math.abs(lead(a)) || (a.word < b.word ? -1 : 1),
    ),
    unknownWords: [...new Set(all.flatMap(([, words]) => words).filter((word) => !knownWords.has(word)))],
    terms: weights.sort((a, b) =>
      Math.abs(b.contributions[label]) - Math.abs(a.contributions[label]) || (a.term < b.term ? -1 : 1),
    ),
    unknown: [...new Set(all.map(([term]) => term).filter((term) => !linear.rows.has(term)))],
  };
}

/** @param {number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);

/**
 * @param {Model} model
 * @param {string[]} known
 * @param {(values: number[]) => Contributions} map
 * @returns {TermWeight[]}
 */
function weighTerms(model, known, map) {
  const { rows, idf, columns } = model.linear;
  const terms = [...countTerms(known)].map(([term, count]) => {
    const row = rows.get(term) ?? 0;
    return { term, count, row, weight: idf[row] * (1 + Math.log(count)) };
  });
  const norm = Math.sqrt(sum(terms.map(({ weight }) => weight * weight)));
  return terms.map(({ term, count, row, weight }) => {
    const value = weight / norm;
    return { term, count, value, contributions: map(columns.map((column) => value * column[row])) };
  });
}

/**
 * Share what each term adds equally among the words that it covers.
 *
 * @param {TermWeight[]} weights
 * @param {[string, string[]][]} known
 * @param {Label[]} labels
 * @returns {WordWeight[]}
 */
function weighWords(weights, known, labels) {
  /** @type {Map<string, string[]>} */
  const wordsOf = new Map();
  for (const [term, words] of known) wordsOf.set(term, [...(wordsOf.get(term) ?? []), ...words]);
  /** @type {Map<string, Contributions>} */
  const totals = new Map();
  for (const { term, contributions } of weights) {
    const words = wordsOf.get(term) ?? [];
    for (const word of words) {
      const name = functionWords.has(word) ? facts.smallWords : word;
      const total = totals.get(name) ?? byLabel(labels, labels.map(() => 0));
      totals.set(name, total);
      for (const label of labels) total[label] += contributions[label] / words.length;
    }
  }
  return [...totals].map(([word, contributions]) => ({ word, contributions }));
}
