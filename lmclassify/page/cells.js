/** The cells of a table: `readers/cells.py` once more. */

/** @import { Blocks } from "./layout.js" */

import { isUpper, splitWords } from "./characters.js";
import { facts } from "./facts.js";
import { readsAsDuty } from "./layout.js";
import { prepare } from "./patterns.js";

/**
 * @typedef {{blocks: Blocks, columns: number, isHead: boolean, continues: boolean}} TableCell
 * @typedef {{column: number, cell: TableCell, text: string}} Entry a cell at its place in a row
 */

const {
  ASSESSMENT, BOTH_GROUPS, FACT, GROUP, GROUP_CODES, HEAD_WORDS, LABEL_HEAD, MAX_FACT, MAX_SPAN, NO, WORD,
} = prepare(facts.layout.cells);

/** @param {TableCell} cell */
const limitSpan = ({ columns }) => Math.min(Math.max(1, columns), MAX_SPAN);

/** @param {Entry} entry */
export const lastColumn = ({ column, cell }) => column + limitSpan(cell) - 1;

/** @param {Entry} entry */
export const isEmphasised = ({ cell }) =>
  cell.isHead || cell.blocks.all.every(({ kind }) => kind === "emphasis" || kind === "heading");

/**
 * Check whether a cell may be a head: short, and neither a sentence nor a duty.
 *
 * @param {Entry} entry
 * @param {number} most
 */
export function isLabel({ cell, text }, most) {
  const words = splitWords(text).length;
  const isShort = cell.blocks.all.length <= 2 && words > 0 && words <= most;
  return isShort && !/[.!;]$/.test(text) && (isFactLabel(text) || !readsAsDuty(text));
}

/**
 * Return the cells of a row that are not empty, with their columns.
 *
 * @param {TableCell[]} row
 * @returns {Entry[]}
 */
export function place(row) {
  let column = 0;
  /** @type {Entry[]} */
  const entries = [];
  for (const cell of row) {
    if (cell.blocks.all.length || cell.continues) {
      const text = cell.blocks.all.map((block) => block.text).join(" ").replaceAll("\n", " ");
      entries.push({ column, cell, text });
    }
    column += limitSpan(cell);
  }
  return entries;
}

/**
 * Check whether a cell holds a mark, number or code instead of words.
 *
 * @param {string} text
 */
export function isCodeCell(text) {
  return WORD.words(text).every((/** @type {string} */ word) =>
    word.length === 1 || (word.length === 2 && isUpper(word)) || ["and", "or", "yes", "no"].includes(word.toLowerCase()));
}

/** @param {string} text */
export function isHeadWord(text) {
  const words = WORD.words(text.toLowerCase());
  return words.length > 0 && words.every((/** @type {string} */ word) => HEAD_WORDS.has(word));
}

/** @param {string} head */
export const isGroup = (head) => GROUP.match(head) !== null;

/** @param {string} head */
export const isAssessment = (head) => ASSESSMENT.test(head) && !isGroup(head);

/**
 * Check whether the cells below a head say what their rows are about.
 *
 * @param {string} head
 */
export const isLabelHead = (head) => LABEL_HEAD.test(head);

/**
 * Check whether a label names a fact of the post ("Job title", "Reports to").
 *
 * @param {string} label
 */
export const isFactLabel = (label) => FACT.match(label) !== null && splitWords(label).length <= MAX_FACT;

/**
 * Return the group that a mark or code below a head stands for, or nothing.
 *
 * @param {string} code
 * @param {string} head
 * @returns {string}
 */
export function findGroup(code, head) {
  if (BOTH_GROUPS.test(head)) return GROUP_CODES[code.replace(/^[ ()]+|[ ()]+$/g, "").toUpperCase()] ?? "";
  return isGroup(head) && !NO.has(code.trim().toLowerCase()) ? head : "";
}
