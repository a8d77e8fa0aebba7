/** A document as a list: its statements, tinted by label, and the lines between them. */

/** @import { Model } from "./model.js" */
/** @import { DocumentResult } from "./results.js" */

import { printable } from "./characters.js";
import { element, updateChildren } from "./elements.js";
import { facts } from "./facts.js";
import { describeCoverage, percent, reasonRows, shownProbability } from "./phrases.js";
import { explainStatement } from "./results.js";

const lineBreak = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/u;
const hasWord = /\p{L}{2}/u;
const itemMark = new RegExp(facts.itemMark);
const marks = new Set(facts.lineMarks);

/**
 * Return the lines between two statements: headings, titles, contact details.
 *
 * @param {string} text
 */
export function linesBetween(text) {
  return text.split(lineBreak)
    .map((line) => stripMarks(printable(line)))
    .filter((line) => hasWord.test(line) && !itemMark.test(line));
}

/** @param {string} line */
function stripMarks(line) {
  let start = 0;
  let end = line.length;
  while (start < end && marks.has(line[start])) start += 1;
  while (end > start && marks.has(line[end - 1])) end -= 1;
  return line.slice(start, end);
}

/**
 * Show a document in a list; only items that changed are made again.
 *
 * @param {HTMLElement} list
 * @param {Model} model
 * @param {() => DocumentResult} current the result at the time when a reason is asked for
 */
export function updateStatements(list, model, current) {
  const { text, statements } = current();
  /** @type {{key: string, make: () => HTMLElement}[]} */
  const items = [];
  const addLines = (/** @type {number} */ start, /** @type {number} */ end) => {
    for (const line of linesBetween(text.slice(start, end))) {
      items.push({ key: `-${line}`, make: () => element("li", { class: "between", dir: "auto" }, line) });
    }
  };
  let last = 0;
  for (const statement of statements) {
    addLines(last, statement.start);
    last = statement.end;
    const { label, confidence, mixed } = statement.prediction;
    const mark = `${label} ${percent(shownProbability(confidence))}${mixed ? ", both" : ""}`;
    items.push({
      key: `${mark} ${statement.practice} ${statement.text}`,
      make: () => statementItem(label, mark, statement.practice, statement.text),
    });
  }
  addLines(last, text.length);
  updateChildren(list, items.map((item) => item.key), (i) => items[i].make());
  const own = list.querySelectorAll("[data-label]");
  own.forEach((item, i) => {
    const details = /** @type {HTMLDetailsElement} */ (item.firstElementChild);
    const refresh = () => {
      details.querySelector(".why")?.remove();
      if (details.open) details.append(reasons(model, current(), i));
    };
    details.ontoggle = refresh;
    refresh(); // what stands around it may have changed
  });
  return own;
}

/**
 * @param {string} label
 * @param {string} mark
 * @param {string | null} practice
 * @param {string} text
 */
function statementItem(label, mark, practice, text) {
  return element("li", { class: label, "data-label": label },
    element("details", {},
      element("summary", {},
        element("span", { class: "text", dir: "auto" }, printable(text)),
        element("span", { class: "mark" }, mark, practice && element("span", { class: "practice" }, practice)))));
}

/**
 * @param {Model} model
 * @param {DocumentResult} result
 * @param {number} index
 */
function reasons(model, result, index) {
  const explanation = explainStatement(model, result, index);
  const { labels, unknownWords, prediction } = explanation;
  const unknown = unknownWords.length ? ` Not known: ${unknownWords.join(", ")}.` : "";
  return element("div", { class: "why" },
    element("p", {}, `What each word adds to each label. ${describeCoverage(prediction)}${unknown}`),
    element("table", {},
      element("thead", {}, element("tr", {},
        element("th", { scope: "col" }, "word"),
        ...labels.map((label) => element("th", { scope: "col" }, label)))),
      element("tbody", {}, ...reasonRows(explanation).map(({ name, cells }) =>
        element("tr", {},
          element("th", { scope: "row" }, name),
          ...cells.map((cell) => element("td", {}, cell)))))));
}
