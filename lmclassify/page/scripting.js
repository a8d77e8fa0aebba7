/** `window.lmclassify`: what scripts may call. */

/** @import { Model } from "./model.js" */

import { readDocument } from "./documents.js";
import { explain } from "./explanation.js";
import { tidy } from "./plain_text.js";
import { classifyDocument, documentRecord, explanationRecord, originFields, statementRecord } from "./results.js";
import { PASTED } from "./session.js";
import { outline } from "./statements.js";
import { terms } from "./terms.js";

/**
 * @param {Model} ready
 * @param {string} text
 */
function classifyText(ready, text) {
  const prediction = ready.predict(text);
  const statement = { text, start: 0, end: [...text].length };
  return statementRecord("--text", statement, prediction, null);
}

/** @param {unknown} text */
function checkText(text) {
  if (typeof text !== "string") throw new TypeError("text is not a string");
  if (!text.trim()) throw new RangeError("text is empty");
  return text;
}

/**
 * @param {Model} ready
 */
export function offerFunctions(ready) {
  Object.assign(window, {
    lmclassify: {
      /** The terms of a statement. */
      terms,
      /** As `lmclassify classify --text TEXT --format jsonl`. */
      classify: (/** @type {string} */ text) =>
        ({ ...classifyText(ready, checkText(text)), ...originFields() }),
      /** As `lmclassify explain TEXT --format json`. */
      explain: (/** @type {string} */ text) =>
        explanationRecord(explain(ready, checkText(text), ready.predict(text))),
      /** As one of the documents of `lmclassify classify --format json`. */
      classifyDocument: (/** @type {string} */ text, source = PASTED) =>
        documentRecord(classifyDocument(ready, text, source)),
      /** The practice of a statement, if one is clear. */
      practice: (/** @type {string} */ text) => ready.practice(checkText(text), ready.predict(text).label),
      /** The parts of a text, each with its kind and whether only its place makes it a heading. */
      outline: (/** @type {string} */ text) =>
        outline(text).map(({ kind, start, end, likely }) => [kind, text.slice(start, end), Boolean(likely)]),
      /** A plain text with what copying broke put together, and notes. */
      tidy,
      /** The text of a file, and notes on how it was read. */
      readDocument,
      /** How many statements have been scored; those that did not change are not scored again. */
      get scored() {
        return ready.scored;
      },
    },
  });
}
