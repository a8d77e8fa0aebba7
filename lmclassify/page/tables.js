/** Tables typed into a text: `lmclassify/documents/tables.py` once more. */

import { isUpper, splitWords, trim, trimEnd, trimStart, startsLower } from "./characters.js";
import { facts } from "./facts.js";
import { prepare } from "./patterns.js";
import { findWords, vocabulary } from "./vocabulary.js";

/**
 * @typedef {"cell" | "label" | "header" | "code"} CellRole
 * @typedef {{start: number, end: number, role: CellRole}} Cell
 * @typedef {{place: number, start: number, end: number, near: boolean, ruled: boolean}} Row
 * @typedef {{row: Row, spans: [number, number][]}} TableRow
 */

const { BAR, COLUMN_NAMES, LABEL_WORDS, LONG_CELL, MAX_CODE, CODE_WORDS, SPACED_BAR, TAB } = prepare(facts.layout.tables);
const { DUTY_VERBS, HEADING_WORDS, QUALIFIERS } = vocabulary;

const wordCount = (/** @type {string} */ text) => splitWords(text).length;

/** @param {string} text */
export const hasTables = (text) => text.includes("\t") || BAR.test(text);

/**
 * Find the cells of the lines that are rows of tables.
 *
 * @param {string} text
 * @param {Row[]} rows
 * @returns {Map<number, Cell[]>} by the place of the line
 */
export function findCells(text, rows) {
  /** @type {Map<number, Cell[]>} */
  const cells = new Map();
  /** @type {TableRow[]} */
  let table = [];
  for (const row of rows) {
    const spans = splitRow(text, row);
    if (table.length && (spans.length < 2 || !row.near)) {
      readTable(text, table, cells);
      table = [];
    }
    if (spans.length > 1) table.push({ row, spans });
  }
  readTable(text, table, cells);
  return cells;
}

/**
 * Check whether a cell holds no words but a mark, a figure or how a criterion is weighed.
 *
 * @param {string} content
 */
export function isCode(content) {
  if (content.length > MAX_CODE) return false;
  return findWords(content).every((word) => word.length === 1 || CODE_WORDS.has(word.toLowerCase()));
}

/**
 * Cut a line at its bars, or else at its tabs; an empty cell has an empty span.
 *
 * @param {string} text
 * @param {Row} row
 * @returns {[number, number][]}
 */
function splitRow(text, row) {
  const hasBars = BAR.test(text, row.start, row.end);
  const breaks = (hasBars ? BAR : TAB).findAll(text, row.start, row.end);
  if (!breaks.length) return [];
  /** @type {[number, number][]} */
  let spans = [];
  let start = row.start;
  for (const { index, end } of [...breaks, { index: row.end, end: row.end }]) {
    spans.push(trimSpan(text, start, index));
    start = end;
  }
  if (hasBars) {
    // Bars at both ends are the table's frame.
    const isEmpty = (/** @type {[number, number]} */ [from, to]) => from === to;
    if (isEmpty(spans[0])) spans = spans.slice(1);
    if (spans.length > 1 && isEmpty(spans[spans.length - 1])) spans.pop();
    if (spans.length === 1) spans.push([row.end, row.end]);
  }
  return spans;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {[number, number]}
 */
function trimSpan(text, start, end) {
  const content = text.slice(start, end);
  if (!trim(content)) return [start, start];
  return [end - trimStart(content).length, start + trimEnd(content).length];
}

/**
 * Give the cells of one table their roles; a single line is cut only if it clearly is a row.
 *
 * @param {string} text
 * @param {TableRow[]} table
 * @param {Map<number, Cell[]>} cells
 */
function readTable(text, table, cells) {
  if (!table.length || (table.length === 1 && !isRow(text, table[0]))) return;
  const contents = table.map(({ spans }) => spans.map(([start, end]) => text.slice(start, end)));
  const header = hasHeader(table[0].row, contents) ? contents[0].join("\n") : null;
  table.forEach(({ row, spans }, i) => {
    const words = contents[i];
    if (isFact(words)) return;
    /** @type {CellRole[]} */
    const roles = words.map((cell) => (words.join("\n") === header ? "header" : isCode(cell) ? "code" : "cell"));
    if (words.join("\n") !== header && isLabel(words)) roles[0] = "label";
    cells.set(row.place, spans
      .map(([start, end], column) => ({ start, end, role: roles[column] }))
      .filter(({ start, end }) => start < end));
  });
}

/**
 * @param {string} text
 * @param {TableRow} tableRow
 */
function isRow(text, { row, spans }) {
  if (BAR.test(text, row.start, row.end)) return SPACED_BAR.test(text, row.start, row.end);
  return !spans.slice(1).some(([start, end]) => startsLower(text.slice(start, end)));
}

/** @param {string[]} words */
const isFact = (words) => words.length === 2 && words[0].endsWith(":") && wordCount(words[1]) < LONG_CELL;

/** @param {string[]} words */
function isLabel(words) {
  const label = splitWords(words[0]);
  if (!label.length || label.length > LABEL_WORDS) return false;
  if (label.length > 1 && DUTY_VERBS.has(label[0].toLowerCase())) return false;
  return words.slice(1).some((cell) => wordCount(cell) >= LONG_CELL);
}

/** @param {string} name */
function isColumnName(name) {
  const words = findWords(name.toLowerCase());
  return words.length > 0 && words.length <= LABEL_WORDS && (COLUMN_NAMES.has(words[0]) || isCode(name));
}

/**
 * @param {Row} first
 * @param {string[][]} contents
 */
function hasHeader(first, contents) {
  const names = contents[0].filter(Boolean);
  if (contents.length < 2 || !names.length) return names.length > 1 && names.every(isColumnName);
  const below = contents.slice(1).flat().filter(Boolean);
  if (first.ruled || (isUpper(names.join("")) && !isUpper(below.join("")))) return true;
  if (names.some((name) => wordCount(name) > LABEL_WORDS + 1 || name.endsWith("."))) return false;
  const lowered = names.map((name) => findWords(name).map((word) => word.toLowerCase()));
  const isColumn = lowered.some(([word]) => COLUMN_NAMES.has(word));
  if (isColumn && !lowered.some(([word]) => QUALIFIERS.has(word))) {
    return lowered.every((words) =>
      words.length <= 2 || HEADING_WORDS.has(words[0]) || COLUMN_NAMES.has(words[0]));
  }
  const longest = Math.max(0, ...below.map(wordCount));
  return (
    lowered.every((words) => words.length > 0 && words.length <= 3 && !DUTY_VERBS.has(words[0])) &&
    longest >= 2 * Math.max(...lowered.map((words) => words.length)) &&
    longest >= LONG_CELL
  );
}
