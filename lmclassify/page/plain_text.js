/** What typing, wrapping and copying do to a plain text, undone: `documents/plain_text.py` once more. */

import { startsLower, trim, trimStart } from "./characters.js";
import { separateColumns } from "./columns.js";
import { facts } from "./facts.js";
import { findFurniture } from "./furniture.js";
import { joinGridRows } from "./grids.js";
import { joinBrokenWords } from "./hyphens.js";
import { prepare } from "./patterns.js";

const { INVISIBLE, NUMBER } = prepare(facts.layout.plain_text);
const lines = /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+$/g;

/**
 * Put together what was broken at line ends and pages, and take columns apart.
 *
 * @param {string} text
 */
export function tidy(text) {
  const grids = joinGridRows(INVISIBLE.replace(text, ""));
  const columns = separateColumns(grids.text);
  const pages = joinPages(columns.text);
  const words = joinBrokenWords(pages.text);
  const tables = grids.places + columns.places;
  const notes = [
    tables && `${count(tables, "table")} or text in columns read cell by cell`,
    pages.places && `${count(pages.places, "page header")} or footer inside a sentence left out`,
    words.places && `${count(words.places, "word")} put together that ${words.places === 1 ? "was" : "were"} broken at a line end`,
  ];
  return { text: words.text, notes: notes.filter((note) => typeof note === "string") };
}

/**
 * @param {number} number
 * @param {string} thing
 */
const count = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;

/**
 * Leave out page headers and footers on which a sentence is broken in two.
 *
 * @param {string} text
 */
function joinPages(text) {
  const all = text.match(lines) ?? [];
  const places = [...all.keys()].filter((place) => trim(all[place]));
  // A sentence that is broken goes on in lower case, two lines below the line before at least.
  if (!places.slice(2).some((place) => startsLower(trimStart(all[place])))) return { text, places: 0 };
  const starts = [...places.keys()].filter((index) => all[places[index]].startsWith("\f"));
  const furniture = findFurniture(places.map((place) => trim(all[place])), starts);
  /** @type {Set<number>} */
  const dropped = new Set();
  let left = 0;
  let last = 0;
  places.forEach((place, index) => {
    if (furniture.get(index) === "page" || NUMBER.match(all[place])) return;
    const before = trim(all[places[last]]);
    if (index - last > 1 && startsLower(trim(all[place])) && !/[.!?:;]$/.test(before)) {
      for (let i = places[last] + 1; i < place; i += 1) dropped.add(i);
      left += index - last - 1;
    }
    last = index;
  });
  return left ? { text: all.filter((_, i) => !dropped.has(i)).join(""), places: left } : { text, places: 0 };
}
