/** Lines to blocks: `lmclassify/documents/blocks.py` once more. */

/** @import { Line } from "./lines.js" */
/** @import { Cell, Row } from "./tables.js" */

import { facts } from "./facts.js";
import { findFurniture } from "./furniture.js";
import { readLines } from "./lines.js";
import { prepare } from "./patterns.js";
import { findCells, hasTables } from "./tables.js";
import { findWraps } from "./wraps.js";

/**
 * Lines that belong together: `text.slice(start, end)`, without the bullet.
 *
 * @typedef {{
 *   start: number, end: number, mark: string, lines: number, gap: boolean, underlined: boolean, role: string,
 * }} Block
 */

const { UNDERLINE } = prepare(facts.layout.blocks);

/**
 * Return the blocks of a text, with the lines joined that were only wrapped.
 *
 * @param {string} text
 * @returns {Block[]}
 */
export function findBlocks(text) {
  const lines = readLines(text);
  const furniture = furnitureOf(text, lines);
  const cells = hasTables(text) ? cellsOf(text, lines) : new Map();
  const wraps = findWraps(text, lines, (place) => furniture.has(place) || cells.has(place));
  /** @type {Block[]} */
  const blocks = [];
  const add = (/** @type {{start: number, end: number}} */ { start, end }, role = "") =>
    blocks.push({ start, end, mark, lines: 1, gap, underlined: false, role });
  let gap = true;
  let mark = "";
  lines.forEach((line, place) => {
    const last = blocks[blocks.length - 1];
    if (line.blank) {
      if (line.rule && last && !gap && UNDERLINE.match(text, line.start, line.end)) last.underlined = true;
      gap = gap || !line.mark;
      mark = line.mark;
      return;
    }
    mark = line.mark || mark;
    const role = furniture.get(place);
    if (role) add(line, role);
    else if (cells.has(place)) for (const cell of /** @type {Cell[]} */ (cells.get(place))) add(cell, cell.role);
    else if (wraps.has(place) && last) {
      last.end = line.end;
      last.lines += 1;
    } else add(line);
    gap = false;
    mark = "";
  });
  return blocks;
}

/**
 * Find the lines that belong to the page or to a letter, by their places.
 *
 * @param {string} text
 * @param {Line[]} lines
 */
function furnitureOf(text, lines) {
  const places = [...lines.keys()].filter((place) => !lines[place].blank);
  const contents = places.map((place) => text.slice(lines[place].start, lines[place].end));
  const starts = [...places.keys()].filter((index) =>
    index > 0 && text.slice(lines[places[index - 1]].end, lines[places[index]].start).includes("\f"));
  const items = [...places.keys()].filter((index) => lines[places[index]].mark);
  return new Map([...findFurniture(contents, starts, items)].map(([index, kind]) => [places[index], kind]));
}

/**
 * Find the lines that are rows of tables, by their places.
 *
 * @param {string} text
 * @param {Line[]} lines
 */
function cellsOf(text, lines) {
  /** @type {Row[]} */
  const rows = [];
  let blanks = 0;
  lines.forEach(({ start, end, blank, rule }, place) => {
    if (rule && rows.length && !blanks) rows[rows.length - 1].ruled = true;
    else if (blank) blanks += Number(!rule);
    else {
      rows.push({ place, start, end, near: blanks <= 1, ruled: false });
      blanks = 0;
    }
  });
  return findCells(text, rows);
}
