/** A classified document, and the records that the command line writes as JSON. */

/** @import { Explanation } from "./explanation.js" */
/** @import { Model, Prediction } from "./model.js" */
/** @import { Statement } from "./statements.js" */
/** @import { Section, Summary } from "./summary.js" */

import { describeDoubts, notEnglish } from "./doubts.js";
import { explain } from "./explanation.js";
import { facts } from "./facts.js";
import { cut, outline } from "./statements.js";
import { summarise, summariseSections } from "./summary.js";

/**
 * @typedef {Statement & {prediction: Prediction, practice: string | null}} Classified
 * @typedef {{
 *   source: string,
 *   text: string,
 *   statements: Classified[],
 *   summary: Summary,
 *   notes: string[],
 *   headings: Statement[],
 *   sections: Section[],
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
  const parts = outline(text);
  const texts = cut(text, parts, "statement");
  const predictions = model.predictDocument(texts.map((part) => part.text));
  const statements = texts.map((part, i) =>
    ({ ...part, prediction: predictions[i], practice: model.practice(part.text, predictions[i].label) }));
  const doubts = describeDoubts(text, parts, (line) => model.predict(line).label);
  const summary = summarise(statements, model.practiceModel !== null, !doubts.includes(notEnglish));
  const headings = cut(text, parts, "heading");
  const sections = summariseSections(statements, headings);
  return { source, text, statements, summary, notes: [...notes, ...doubts], headings, sections };
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
 * @param {string | null} practice
 */
export function statementRecord(source, { start, end, text }, prediction, practice) {
  return { source, start, end, text, ...prediction, practice };
}

/** @param {DocumentResult} result */
export function statementRecords({ source, text, statements }) {
  const count = codePointCounter(text);
  return statements.map((statement) =>
    statementRecord(
      source,
      { text: statement.text, start: count(statement.start), end: count(statement.end) },
      statement.prediction,
      statement.practice,
    ),
  );
}

/** @param {DocumentResult} result */
export function documentRecord(result) {
  const { source, text, summary, notes } = result;
  const count = codePointCounter(text);
  const headings = result.headings.map((heading) =>
    ({ start: count(heading.start), end: count(heading.end), text: heading.text }));
  const countStart = codePointCounter(text);
  const sections = result.sections.map((section) => ({ ...section, start: countStart(section.start) }));
  return { source, summary, sections, notes, headings, statements: statementRecords(result) };
}

/** Return program, model and time, which every record of a single text or statement has. */
export const originFields = () => ({ version: facts.run.version, model: facts.fingerprint, date: now() });

/** Return the present as ISO 8601 has it, with the offset from UTC. */
function now() {
  const date = new Date();
  const offset = -date.getTimezoneOffset();
  const two = (/** @type {number} */ number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const local = new Date(date.getTime() + offset * 60000).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}${two(offset % 60)}`;
}

/** @param {Explanation} explanation */
export function explanationRecord(explanation) {
  const { text, prediction, intercept, context, logits, words, unknownWords, terms, unknown } = explanation;
  return {
    ...facts.run,
    date: now(),
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
