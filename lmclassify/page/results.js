/** A classified document, and the records that the command line writes as JSON. */

/** @import { Explanation } from "./explanation.js" */
/** @import { Model, Prediction } from "./model.js" */
/** @import { Statement } from "./statements.js" */
/** @import { Summary } from "./summary.js" */

import { explain } from "./explanation.js";
import { split } from "./statements.js";
import { summarise } from "./summary.js";

/**
 * @typedef {Statement & {prediction: Prediction, practice: string | null}} Classified
 * @typedef {{
 *   source: string,
 *   text: string,
 *   statements: Classified[],
 *   summary: Summary,
 *   notes: string[],
 * }} DocumentResult
 */

/**
 * @param {Model} model
 * @param {string} text
 * @param {string} source
 * @param {string[]} [notes]
 * @returns {DocumentResult}
 */
export function classifyDocument(model, text, source, notes = []) {
  const parts = split(text);
  const predictions = model.predictDocument(parts.map((part) => part.text));
  const practices = parts.map((part, i) => model.practice(part.text, predictions[i].label));
  const summary = summarise(predictions, model.practiceModel && practices);
  const statements = parts.map((part, i) => ({ ...part, prediction: predictions[i], practice: practices[i] }));
  return { source, text, statements, summary, notes };
}

/**
 * Explain one statement of a document.
 *
 * @param {Model} model
 * @param {DocumentResult} result
 * @param {number} index
 */
export function explainStatement(model, result, index) {
  const { text, prediction } = result.statements[index];
  const logits = result.statements.map((statement) => model.score(statement.text).score.logits);
  return explain(model, text, prediction, model.context && model.context.surroundings(logits)[index]);
}

/**
 * @param {string} source
 * @param {Statement} statement
 * @param {Prediction} prediction
 */
export function statementRecord(source, { start, end, text }, prediction) {
  return { source, start, end, text, ...prediction };
}

/** @param {DocumentResult} result */
export function statementRecords({ source, text, statements }) {
  const count = codePointCounter(text);
  return statements.map((statement) =>
    statementRecord(
      source,
      { text: statement.text, start: count(statement.start), end: count(statement.end) },
      statement.prediction,
    ),
  );
}

/** @param {DocumentResult} result */
export function documentRecord(result) {
  const { source, summary, notes } = result;
  return { source, summary, notes, statements: statementRecords(result) };
}

/** @param {Explanation} explanation */
export function explanationRecord(explanation) {
  const { text, prediction, intercept, context, logits, words, unknownWords, terms, unknown } = explanation;
  return {
    text,
    ...prediction,
    intercept,
    ...(context ? { context } : {}),
    logits,
    words,
    unknown_words: unknownWords,
    terms,
    unknown,
  };
}

/**
 * Return a function that counts the characters before a place, for places in rising order. Python
 * counts characters, JavaScript counts a rare one as two.
 *
 * @param {string} text
 * @returns {(place: number) => number}
 */
function codePointCounter(text) {
  let last = 0;
  let count = 0;
  return (place) => {
    for (; last < place; last += 1) {
      const unit = text.charCodeAt(last);
      if (unit < 0xdc00 || unit > 0xdfff) count += 1;
    }
    return count;
  };
}
