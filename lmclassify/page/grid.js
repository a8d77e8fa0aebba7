/** Tables: what of their cells is a statement, and what is said by row and column: `readers/grid.py`. */

/** @import { Entry, TableCell } from "./cells.js" */
/** @import { Blocks } from "./layout.js" */

import { splitWords } from "./characters.js";
import {
  findGroup, isAssessment, isCodeCell, isEmphasised, isFactLabel, isGroup, isHeadWord, isLabel, isLabelHead, lastColumn, place,
} from "./cells.js";
import { facts } from "./facts.js";
import { readsAsDuty } from "./layout.js";
import { prepare } from "./patterns.js";

const {
  CODES, FIGURE, MAX_ASSESSMENT, MAX_CRITERION, MAX_HEAD, MAX_LABEL, MOST, MOST_SHORTER,
} = prepare(facts.layout.grid);

const filled = (/** @type {Entry[]} */ row) => row.filter(({ cell }) => cell.blocks.all.length).length;
const count = (/** @type {string} */ text) => splitWords(text).length;

/**
 * Add the cells of a table to the blocks of a document, row by row.
 *
 * @param {Blocks} target
 * @param {TableCell[][]} rows
 */
export function addTable(target, rows) {
  const entries = rows.map(place).filter(filled);
  if (entries.filter((row) => filled(row) > 1).length > 1) new Table(target, entries).add();
  else for (const row of entries) for (const { cell } of row) target.extend(cell.blocks.all);
}

/**
 * Add the content of a text box or shape, in which a short line may well be a duty.
 *
 * @param {Blocks} target
 * @param {Blocks} content
 */
export function addBox(target, content) {
  target.extend(content.all.map((block) =>
    block.kind === "text" && readsAsDuty(block.text) ? { ...block, kind: "item" } : block));
}

/** A table with its heads and the columns that hold codes or labels. */
class Table {
  /**
   * @param {Blocks} target
   * @param {Entry[][]} rows
   */
  constructor(target, rows) {
    this.target = target;
    /** @type {Map<number, string>} */
    this.heads = new Map();
    this.heading = ""; // the last one that was added
    this.allBold = rows.every((row) => row.every(isEmphasised));
    this.rows = rows.map((row, i) => ({ row, isHeader: this.isHeader(row, i === 0) }));
    const data = this.rows.filter(({ row, isHeader }) => !isHeader && filled(row) > 1).map(({ row }) => row);
    // The last header that a column has decides what the column holds.
    const headers = this.rows.filter(({ isHeader }) => isHeader).flatMap(({ row }) => row);
    const heads = new Map(headers.map(({ column, text }) => [column, text]));
    const columns = [...new Set(data.flat().map(({ column }) => column))].sort((a, b) => a - b);
    this.codeColumns = new Set(columns.filter((column) => holdsCodes(data, column)));
    this.labelColumn = this.findLabelColumn(data, columns, heads);
  }

  /**
   * @param {Entry[]} row
   * @param {boolean} isFirst
   */
  isHeader(row, isFirst) {
    if (filled(row) < 2 || !row.every((entry) => isLabel(entry, MAX_HEAD))) return false;
    const known = row.filter(({ text }) => isHeadWord(text)).length;
    if (known === row.length || row.filter(({ text }) => isGroup(text)).length > 1) return true;
    const marked = row.every(({ cell }) => cell.isHead);
    const bold = !this.allBold && row.every(isEmphasised);
    return marked || bold || (isFirst && 2 * known > row.length);
  }

  /**
   * @param {Entry[][]} data
   * @param {number[]} columns
   * @param {Map<number, string>} heads
   */
  findLabelColumn(data, columns, heads) {
    const content = columns.filter((column) =>
      !this.codeColumns.has(column) && !isAssessment(heads.get(column) ?? ""));
    if (content.length < 2) return null;
    const [first, ...others] = content;
    const cells = data.flatMap((row) =>
      row.filter(({ column, text }) => column === first && text).map((entry) => ({ entry, row })));
    const labels = cells.filter(({ entry }) => isLabel(entry, MAX_LABEL));
    if (!labels.length || labels.length < MOST * cells.length) return null;
    const hasGroups = others.some((column) => isGroup(heads.get(column) ?? ""));
    const emphasised = labels.every(({ entry }) => isEmphasised(entry) || entry.text.endsWith(":"));
    const shorter = labels.filter(({ entry, row }) =>
      3 * count(entry.text) <= row.reduce((sum, { text }) => sum + count(text), 0)).length;
    const namesFacts = 2 * labels.filter(({ entry }) => isFactLabel(entry.text)).length > labels.length;
    const isLabels = hasGroups || emphasised || shorter >= MOST_SHORTER * labels.length || namesFacts;
    return isLabels || isLabelHead(heads.get(first) ?? "") ? first : null;
  }

  /** Add the cells to the blocks of the document. */
  add() {
    let section = "";
    let label = "";
    for (const { row, isHeader } of this.rows) {
      if (isHeader) {
        this.addHeader(row);
        const first = row[0].text;
        section = isHeadWord(first) || isGroup(first) ? "" : first;
        label = "";
      } else if (filled(row) === 1 && this.isSection(row)) {
        section = /** @type {Entry} */ (row.find(({ text }) => text)).text;
        label = "";
        this.addHeading(section);
      } else label = this.addRow(row, section, label);
    }
  }

  /** @param {Entry[]} row */
  isSection(row) {
    const entry = /** @type {Entry} */ (row.find(({ text }) => text));
    return isLabel(entry, MAX_HEAD) && (
      lastColumn(entry) > entry.column ||
      (row.length === 1 && entry.column === this.labelColumn) ||
      isEmphasised(entry)
    );
  }

  /** @param {Entry[]} row */
  addHeader(row) {
    for (const entry of row) {
      for (let column = entry.column; column <= lastColumn(entry); column += 1) this.heads.set(column, entry.text);
    }
    this.addHeading(row.map(({ text }) => text).filter(Boolean).join(", "));
  }

  /** @param {string} text */
  addHeading(text) {
    if (!text || text === this.heading) return;
    this.target.add(text, "heading", true);
    this.heading = text;
  }

  /**
   * Add the content of a row; return its label, or that of the row above if it has none.
   *
   * @param {Entry[]} row
   * @param {string} section
   * @param {string} label
   */
  addRow(row, section, label) {
    /** @type {Entry[]} */
    const content = [];
    /** @type {Entry[]} */
    const codes = [];
    for (const entry of row) {
      if (entry.column === this.labelColumn && (!entry.text || isLabel(entry, MAX_LABEL))) label = entry.text || label;
      else if (entry.text) (this.isCode(entry) ? codes : content).push(entry);
    }
    const head = (/** @type {Entry} */ { column }) => this.heads.get(column) ?? "";
    const marked = codes.map((entry) => findGroup(entry.text, head(entry)));
    if (!content.length || this.isFact(content, codes)) {
      this.addHeading([label, ...[...content, ...codes].map(({ text }) => text)].filter(Boolean).join(" "));
      return label;
    }
    for (const { text } of codes) this.target.leaveOut(CODES, text);
    for (const entry of content) {
      const group = isGroup(head(entry)) ? head(entry) : (marked.find(Boolean) ?? "");
      this.addHeading([label.replace(/[: ]+$/, "") || section, group].filter(Boolean).join(" – "));
      this.addContent(entry, Boolean(head(entry)) || this.labelColumn === null);
    }
    return label;
  }

  /**
   * Check whether a row without heads above it gives a figure, such as "Staff | 240".
   *
   * @param {Entry[]} content
   * @param {Entry[]} codes
   */
  isFact(content, codes) {
    if (this.heads.size || content.length !== 1) return false;
    const [entry] = content;
    if (!isLabel(entry, MAX_LABEL) && count(entry.text) > 2) return false;
    return codes.some(({ column, text }) => column > entry.column && FIGURE.match(text)?.end === text.length);
  }

  /** @param {Entry} entry */
  isCode(entry) {
    if (isCodeCell(entry.text)) return this.codeColumns.has(entry.column) || entry.column > 0;
    return isAssessment(this.heads.get(entry.column) ?? "") && isLabel(entry, MAX_ASSESSMENT);
  }

  /**
   * @param {Entry} entry
   * @param {boolean} isCriterion
   */
  addContent({ cell }, isCriterion) {
    this.target.extend(cell.blocks.all.map((block) => {
      // A short cell would otherwise be taken for a heading ("Coaching").
      const isItem = !block.fixed && (block.kind === "text" || block.kind === "emphasis") &&
        count(block.text) <= MAX_CRITERION && !block.text.endsWith(":") && (isCriterion || readsAsDuty(block.text));
      return isItem ? { ...block, kind: "item" } : block;
    }));
  }
}

/**
 * @param {Entry[][]} data
 * @param {number} column
 */
function holdsCodes(data, column) {
  const texts = data.flat().filter((entry) => entry.column === column && entry.text).map(({ text }) => text);
  return texts.length > 0 && texts.filter(isCodeCell).length >= MOST * texts.length;
}
