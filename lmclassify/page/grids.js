/** Tables drawn with bars and rules: `documents/grids.py` once more. */

import { startsLower, trim } from "./characters.js";
import { facts } from "./facts.js";
import { joinLines } from "./hyphens.js";
import { prepare } from "./patterns.js";

const { BAR, ROW, RULE } = prepare(facts.layout.grids);

/**
 * Write each row of a drawn table on one line.
 *
 * @param {string} text
 */
export function joinGridRows(text) {
  if (!BAR.test(text)) return { text, places: 0 };
  /** @type {string[]} */
  const written = [];
  let places = 0;
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; ) {
    const isDrawn = (/** @type {string} */ line) => Boolean(ROW.match(line) || RULE.match(line));
    let end = i + 1;
    while (end < lines.length && isDrawn(lines[end]) === isDrawn(lines[i])) end += 1;
    const table = lines.slice(i, end);
    const rows = isDrawn(lines[i]) && table.some((line) => ROW.match(line)) ? joinRows(table) : table;
    places += Number(rows.length < table.length);
    written.push(...(rows.length < table.length ? rows : table));
    i = end;
  }
  return places ? { text: written.join("\n"), places } : { text, places };
}

/**
 * Return the rows of a table, and the rule below its first row.
 *
 * @param {string[]} table
 */
function joinRows(table) {
  const isRule = table.map((line) => !ROW.match(line) || RULE.match(line) !== null);
  const ruled = isRule.filter((rule, i) => rule && i > 0 && i < table.length - 1).length > 1;
  /** @type {string[]} */
  const written = [];
  /** @type {string[][]} */
  let row = [];
  table.forEach((line, i) => {
    if (isRule[i]) {
      if (row.length) written.push(write(row), line);
      row = [];
      return;
    }
    const cells = trim(line).split(BAR.global).slice(1, -1).map(trim);
    if (row.length && !ruled && !goesOn(cells, row[row.length - 1])) {
      written.push(write(row));
      row = [];
    }
    row.push(cells);
  });
  if (row.length) written.push(write(row));
  return written;
}

/**
 * Check whether a line only carries on the cells of the line above.
 *
 * @param {string[]} cells
 * @param {string[]} above
 */
function goesOn(cells, above) {
  if (cells.length !== above.length || cells.every(Boolean)) return false;
  return cells.every((cell) => !cell || startsLower(cell));
}

/** @param {string[][]} row */
function write(row) {
  const width = Math.max(...row.map((cells) => cells.length));
  const columns = Array.from({ length: width }, (_, i) => row.map((cells) => cells[i] ?? "").filter(Boolean));
  return `| ${columns.map(joinLines).join(" | ")} |`;
}
