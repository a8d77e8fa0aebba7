/** Before and after: what changed in statements, mix and practices. */

/** @import { Classified, DocumentResult } from "./results.js" */

import { printable, splitWords } from "./characters.js";
import { bar } from "./document_view.js";
import { element } from "./elements.js";
import { facts } from "./facts.js";
import { capitalise, counted, percent } from "./phrases.js";

const MAX_CELLS = 4000000;
/** Of the table by which two texts are aligned; longer ones are compared without regard to order. */

const REWORDED = 0.34;
/** Two statements are one, reworded, if they share this part of their words. */

/** @typedef {{before: Classified | null, after: Classified | null}} Change */

const key = (/** @type {Classified} */ { text }) => printable(text).replace(/[.;,]$/, "");

/**
 * Pair the statements of two documents; what has no counterpart is paired with null.
 *
 * @param {Classified[]} before
 * @param {Classified[]} after
 * @returns {Change[]}
 */
export function align(before, after) {
  const kept = longestCommon(before.map(key), after.map(key));
  /** @type {Change[]} */
  const changes = [];
  let i = 0;
  let j = 0;
  for (const [nextI, nextJ] of [...kept, [before.length, after.length]]) {
    changes.push(...pairReworded(before.slice(i, nextI), after.slice(j, nextJ)));
    if (nextI < before.length) changes.push({ before: before[nextI], after: after[nextJ] });
    i = nextI + 1;
    j = nextJ + 1;
  }
  return changes;
}

/**
 * Return the places of the longest common subsequence of two lists.
 *
 * @param {string[]} a
 * @param {string[]} b
 * @returns {[number, number][]}
 */
function longestCommon(a, b) {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  const most = Math.min(a.length, b.length) - head;
  while (tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const rows = a.length - head - tail;
  const columns = b.length - head - tail;
  /** @type {[number, number][]} */
  const pairs = Array.from({ length: head }, (_, i) => [i, i]);
  if (rows * columns <= MAX_CELLS) {
    const width = columns + 1;
    const lengths = new Uint32Array((rows + 1) * width);
    for (let i = rows - 1; i >= 0; i -= 1) {
      for (let j = columns - 1; j >= 0; j -= 1) {
        lengths[i * width + j] = a[head + i] === b[head + j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
      }
    }
    for (let i = 0, j = 0; i < rows && j < columns; ) {
      if (a[head + i] === b[head + j]) pairs.push([head + i++, head + j++]);
      else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i += 1;
      else j += 1;
    }
  }
  for (let k = tail; k > 0; k -= 1) pairs.push([a.length - k, b.length - k]);
  return pairs;
}

/**
 * @param {Classified[]} removed
 * @param {Classified[]} added
 * @returns {Change[]}
 */
function pairReworded(removed, added) {
  const bags = added.map(({ text }) => bag(text));
  const free = new Set(added.keys());
  /** @type {Map<number, Classified>} */
  const partners = new Map();
  /** @type {Change[]} */
  const gone = [];
  for (const before of removed) {
    const own = bag(before.text);
    let best = -1;
    let highest = REWORDED;
    for (const index of free) {
      const shared = overlap(own, bags[index]);
      if (shared >= highest) [best, highest] = [index, shared + 1e-9];
    }
    if (best < 0) gone.push({ before, after: null });
    else {
      partners.set(best, before);
      free.delete(best);
    }
  }
  return [...gone, ...added.map((after, i) => ({ before: partners.get(i) ?? null, after }))];
}

/** @param {string} text */
const bag = (text) => new Set(splitWords(text.toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, "")));

/**
 * @param {Set<string>} a
 * @param {Set<string>} b
 */
function overlap(a, b) {
  let shared = 0;
  for (const word of a) shared += Number(b.has(word));
  return shared / (a.size + b.size - shared || 1);
}

/**
 * Show what changed between two documents.
 *
 * @param {HTMLElement} root
 * @param {DocumentResult} before
 * @param {DocumentResult} after
 */
export function showComparison(root, before, after) {
  const changes = align(before.statements, after.statements).filter(isChange);
  root.replaceChildren(
    element("h2", {}, "Before and after"),
    element("p", { class: "verdict" }, verdicts(before, after)),
    element("p", { class: "what" }, describe(changes)),
    element("div", { class: "bars" },
      element("span", {}, "before"), bar(before.summary),
      element("span", {}, "after"), bar(after.summary)),
    figures(before, after),
    ...(changes.length ? [element("h3", {}, "Statements that changed"), list(changes)] : []),
  );
}

/** @param {Change} change */
const isChange = ({ before, after }) =>
  !before || !after || key(before) !== key(after) || before.prediction.label !== after.prediction.label;

/**
 * @param {DocumentResult} before
 * @param {DocumentResult} after
 */
function verdicts(before, after) {
  const [first, second] = [before.summary.verdict, after.summary.verdict];
  return first === second ? `${capitalise(first)}, as before` : `${capitalise(first)} → ${second}`;
}

/** @param {Change[]} changes */
function describe(changes) {
  if (!changes.length) return "The statements and their labels are the same.";
  const both = changes.filter(({ before, after }) => before && after);
  const relabelled = both.filter(({ before, after }) => before?.prediction.label !== after?.prediction.label);
  const reworded = both.filter(({ before, after }) => before && after && key(before) !== key(after)).length;
  const added = changes.filter(({ before }) => !before).length;
  const removed = changes.length - both.length - added;
  const parts = [
    reworded && `${counted(reworded, "statement")} reworded`,
    added && `${added} added`,
    removed && `${removed} removed`,
  ].filter(Boolean);
  const labels = relabelled.length ? `${counted(relabelled.length, "label")} changed` : "no label changed";
  return `${[parts.join(", "), labels].filter(Boolean).join("; ")}.`;
}

/**
 * @param {DocumentResult} before
 * @param {DocumentResult} after
 */
function figures(before, after) {
  /** @type {[string, (result: DocumentResult) => number | null, (value: number) => string][]} */
  const rows = [
    ["statements", ({ statements }) => statements.length, String],
    ...facts.labels.map((label) =>
      /** @type {[string, (result: DocumentResult) => number | null, (value: number) => string]} */ (
        [label, ({ summary }) => summary.counts[label], String])),
    ["share of leadership", ({ summary }) => summary.leadership, percent],
    ...facts.practices.map(({ name }) =>
      /** @type {[string, (result: DocumentResult) => number | null, (value: number) => string]} */ (
        [name, ({ summary }) => summary.practices?.[name] ?? null, String])),
  ];
  return element("div", { class: "scroll", role: "region", "aria-label": "Figures before and after", tabindex: "0" },
    element("table", { class: "comparison figures" },
      element("thead", {}, element("tr", {},
        ...["", "before", "after", "change"].map((name) => name ? element("th", { scope: "col" }, name) : element("td")))),
      element("tbody", {}, ...rows.map(([name, read, show]) => {
        const [first, second] = [read(before), read(after)];
        const cells = [first, second].map((value) => (value === null ? "–" : show(value)));
        return element("tr", {},
          element("th", { scope: "row" }, name),
          ...cells.map((cell) => element("td", {}, cell)),
          element("td", { class: "change" }, difference(first, second, show)));
      }))));
}

/**
 * @param {number | null} first
 * @param {number | null} second
 * @param {(value: number) => string} show
 */
function difference(first, second, show) {
  if (first === null || second === null || show(first) === show(second)) return "";
  const by = show === percent ? Math.round(100 * second) - Math.round(100 * first) : second - first;
  const points = show === percent ? ` point${Math.abs(by) === 1 ? "" : "s"}` : "";
  return `${by < 0 ? "−" : "+"}${Math.abs(by)}${points}`;
}

/** @param {Change[]} changes */
function list(changes) {
  const line = (/** @type {"before" | "after"} */ when, /** @type {Classified | null} */ statement) =>
    statement && element("p", { class: `${when} ${statement.prediction.label}` },
      element("span", { class: "when" }, when),
      element("span", { class: "text", dir: "auto" }, printable(statement.text)),
      element("span", { class: "mark" },
        statement.prediction.label,
        statement.practice && element("span", { class: "practice" }, statement.practice)));
  return element("ul", { class: "changes" }, ...changes.map(({ before, after }) =>
    element("li", {},
      before && after && key(before) === key(after) ? null : line("before", before),
      line("after", after),
      before && after && key(before) === key(after) &&
        element("p", { class: "what" }, `${before.prediction.label} before; what stands around it changed.`),
    )));
}
