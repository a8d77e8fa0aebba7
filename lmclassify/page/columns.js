/** Columns that a text keeps apart by spaces, taken apart: `documents/columns.py` once more. */

/** @import { Match } from "./patterns.js" */

import { splitWords, startsLower, trim } from "./characters.js";
import { facts } from "./facts.js";
import { isPageMark } from "./furniture.js";
import { joinLines } from "./hyphens.js";
import { prepare } from "./patterns.js";
import { hasTables } from "./tables.js";

/**
 * @typedef {[number, number]} Run
 * @typedef {{start: number, end: number}} Gutter the white space between two columns
 */

const {
  FULL, GAP, MARK, MAX_APART, MAX_BLANKS, MAX_CELL_LINES, MIN_GUTTER, MIN_ROWS, PROSE, RUN,
} = prepare(facts.layout.columns);

/**
 * Write tables and columns that are kept apart by spaces row by row, with bars between cells.
 *
 * @param {string} text
 */
export function separateColumns(text) {
  if (GAP.findAll(text).length < MIN_ROWS) return { text, places: 0 };
  const lines = text.split("\n");
  const runs = lines.map(findRuns);
  /** @type {string[]} */
  const written = [];
  let places = 0;
  for (let i = 0; i < lines.length; ) {
    const { end, gutters } = findRegion(lines, runs, i);
    if (gutters.length) {
      written.push(...writeRegion(lines.slice(i, end), runs.slice(i, end), gutters));
      places += 1;
      i = end;
    } else {
      written.push(lines[i]);
      i += 1;
    }
  }
  return places ? { text: written.join("\n"), places } : { text, places };
}

/**
 * Find what stands between gaps of two spaces and more; a bullet belongs to what follows.
 *
 * @param {string} line
 * @returns {Run[]}
 */
function findRuns(line) {
  /** @type {Run[]} */
  const runs = RUN.findAll(line).map((/** @type {Match} */ { index, end }) => [index, end]);
  if (runs.length > 1 && MARK.match(line.slice(...runs[0]))) runs.splice(0, 2, [runs[0][0], runs[1][1]]);
  return runs;
}

/**
 * Find how far the columns reach that a line begins, and the gutters between them.
 *
 * @param {string[]} lines
 * @param {Run[][]} runs
 * @param {number} start
 * @returns {{end: number, gutters: Gutter[]}}
 */
function findRegion(lines, runs, start) {
  const none = { end: start, gutters: [] };
  if (runs[start].length < 2 || isOther(lines[start])) return none;
  let gutters = runs[start].slice(1).map((run, i) => ({ start: runs[start][i][1], end: run[0] }));
  let rows = 1;
  let wide = 1;
  let last = start;
  let end = start + 1;
  let blanks = 0;
  for (let i = start + 1; i < lines.length; i += 1) {
    if (!runs[i].length) {
      blanks += 1;
      if (blanks > MAX_BLANKS) break;
      continue;
    }
    const narrowed = gutters.flatMap((gutter) => narrow(gutter, runs[i]));
    if (!narrowed.length || i - last > MAX_APART || isOther(lines[i])) break;
    const across = narrowed.some((gutter) => isAcross(gutter, runs[i]));
    const beyond = runs[i][0][0] >= narrowed[0].end;
    if (across || beyond || !blanks) end = i + 1;
    if (across) {
      rows += 1;
      last = i;
    }
    wide += Number(runs[i].slice(1).some((run, k) => run[0] - runs[i][k][1] > MIN_GUTTER));
    gutters = narrowed;
    blanks = 0;
  }
  return rows >= MIN_ROWS && 2 * wide >= rows ? { end, gutters } : none;
}

/**
 * Check whether a line has tabs or bars instead, or is a page's head or foot.
 *
 * @param {string} line
 */
const isOther = (line) => hasTables(line) || isPageMark(trim(line));

/**
 * Return what a line leaves free of a gutter; nothing if that is too narrow.
 *
 * @param {Gutter} gutter
 * @param {Run[]} runs
 * @returns {Gutter[]}
 */
function narrow(gutter, runs) {
  const edges = [0, ...runs.flat(), gutter.end + runs[runs.length - 1][1]];
  for (let i = 0; i < edges.length; i += 2) {
    const free = { start: Math.max(edges[i], gutter.start), end: Math.min(edges[i + 1], gutter.end) };
    if (free.end - free.start >= MIN_GUTTER) return [free];
  }
  return [];
}

/**
 * @param {Gutter} gutter
 * @param {Run[]} runs
 */
const isAcross = (gutter, runs) => runs[0][1] <= gutter.start && runs[runs.length - 1][0] >= gutter.end;

/**
 * Write a region: facts as lines, rows with bars, long columns one after the other.
 *
 * @param {string[]} lines
 * @param {Run[][]} runs
 * @param {Gutter[]} gutters
 * @returns {string[]}
 */
function writeRegion(lines, runs, gutters) {
  const starts = [0, ...gutters.map(({ end }) => end)];
  const cut = lines.map((line, i) =>
    runs[i].length ? starts.map((start, k) => trim(line.slice(start, starts[k + 1] ?? line.length))) : []);
  const labels = cut.filter((cells) => cells[0] && cells.slice(1).some(Boolean)).map((cells) => cells[0]);
  if (2 * labels.filter((label) => label.endsWith(":")).length > labels.length) {
    return cut.map((cells) => cells.filter(Boolean).join(" "));
  }
  return findRows(cut).flatMap((row) => {
    const columns = starts.map((_, i) => row.map((cells) => cells[i]).filter(Boolean));
    if (Math.max(...columns.map((column) => column.length)) > MAX_CELL_LINES) {
      return columns.flatMap((column) => [...flow(column), ""]);
    }
    return [columns.map(joinLines).join(" | ").replace(/^[ |]+|[ |]+$/g, "")];
  });
}

/**
 * Join the lines of a long column that are full, as wrapped ones are.
 *
 * @param {string[]} column
 */
function flow(column) {
  const width = Math.max(...column.map((line) => line.length));
  /** @type {string[][]} */
  const paragraphs = [];
  for (const line of column) {
    const [first] = splitWords(line);
    const paragraph = paragraphs[paragraphs.length - 1];
    const before = paragraph?.[paragraph.length - 1] ?? "";
    const isFull = before.length + 1 + first.length > FULL * width;
    if (paragraph && !MARK.match(first) && (isFull || startsLower(line))) paragraph.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs.map(joinLines);
}

/**
 * Group the lines of a region into rows.
 *
 * @param {string[][]} cut
 * @returns {string[][][]}
 */
function findRows(cut) {
  const filled = cut.filter((cells) => cells.length);
  const both = filled.filter((cells) => cells.filter(Boolean).length > 1);
  const lower = both.filter((cells) => cells.some(startsLower)).length;
  const prose = lower >= PROSE * both.length;
  const widths = filled[0].map((_, i) => Math.max(...filled.map((cells) => cells[i].length)));
  /** @type {string[][][]} */
  const rows = [];
  let blank = true;
  for (const cells of cut) {
    if (!cells.length) blank = true;
    else if (blank || beginsRow(cells, rows[rows.length - 1], widths, prose)) {
      rows.push([cells]);
      blank = false;
    } else rows[rows.length - 1].push(cells);
  }
  return rows;
}

/**
 * Check whether a line begins a row, and carries on no cell of the row above.
 *
 * @param {string[]} cells
 * @param {string[][]} row
 * @param {number[]} widths
 * @param {boolean} prose
 */
function beginsRow(cells, row, widths, prose) {
  if (cells.some(startsLower) || !cells[0]) return false;
  const alone = cells.filter(Boolean).length === 1;
  if (!(prose || alone)) return true;
  return !cells.some((cell, i) => {
    const before = row.map((above) => above[i]).filter(Boolean).pop() ?? "";
    return cell && before && !/[.!?:;]$/.test(before) &&
      before.length + 1 + splitWords(cell)[0].length > widths[i];
  });
}
