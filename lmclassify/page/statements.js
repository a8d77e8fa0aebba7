/** The statements of a text: `lmclassify/documents/statements.py` once more. */

/** @import { Block } from "./blocks.js" */
/** @import { Piece } from "./chains.js" */
/** @import { Certainty } from "./headings.js" */

import { findBlocks } from "./blocks.js";
import { cutClauses, cutItems } from "./chains.js";
import { isUpper, trim } from "./characters.js";
import { facts } from "./facts.js";
import { isContact, isNotice } from "./furniture.js";
import { findHeadings } from "./headings.js";
import { endsInColon, headingMark, isStem, isTitled } from "./looks.js";
import { prepare } from "./patterns.js";
import { findSentences } from "./sentences.js";
import { isCode } from "./tables.js";
import { findWords, isUsualHeading } from "./vocabulary.js";

/**
 * @typedef {{text: string, start: number, end: number}} Statement
 * @typedef {"statement" | "heading" | "contact" | "page" | "letter" | "notice" | "table" | "fragment"} PartKind
 * @typedef {{kind: PartKind, start: number, end: number, likely?: boolean}} Part `likely`: only its
 *   place and shape make it a heading
 */

const { FIGURE, LETTERS, MARKUP, OPEN_ENDED, TITLE_WORDS } = prepare(facts.layout.statements);

/**
 * Cut a text into statements, in order and without overlap.
 *
 * @param {string} text
 * @returns {Statement[]}
 */
export const split = (text) => cut(text, outline(text), "statement");

/**
 * Return the parts of a kind with their text.
 *
 * @param {string} text
 * @param {Part[]} parts
 * @param {PartKind} wanted
 * @returns {Statement[]}
 */
export const cut = (text, parts, wanted) => parts
  .filter(({ kind }) => kind === wanted)
  .map(({ start, end }) => ({ text: text.slice(start, end), start, end }));

/**
 * Cut a text into statements, headings and what is neither.
 *
 * @param {string} text
 * @returns {Part[]}
 */
export function outline(text) {
  const blocks = findBlocks(text);
  const headings = findHeadings(text, blocks);
  return blocks.flatMap((block, i) => partsOf(text, block, headings[i]));
}

/**
 * @param {string} text
 * @param {Block} block
 * @param {Certainty} heading
 * @returns {Part[]}
 */
function partsOf(text, block, heading) {
  let { start, end } = block;
  if (block.role === "page" || block.role === "letter") return [{ kind: block.role, start, end }];
  if (block.role === "header" || block.role === "code" || (isCode(text.slice(start, end)) && !heading)) {
    return [{ kind: "table", start, end }];
  }
  const mark = headingMark.match(text, start, end);
  if (mark) {
    start = mark.end;
    while (end > start && MARKUP.includes(text[end - 1])) end -= 1;
  }
  if (heading) return [{ kind: "heading", start, end, likely: heading === "likely" }];
  if (block.lines === 1 && isNotice(text.slice(start, end))) return [{ kind: "notice", start, end }];
  return cutItems(text, start, end, block.mark).flatMap((piece) => {
    const whole = piece.start === start && piece.end === end;
    return findSentences(text, piece.start, piece.end)
      .flatMap(([first, last]) => cutClauses(text, first, last))
      .flatMap(([first, last]) => partOf(text, first, last, piece, whole));
  });
}

/**
 * Return the part that a sentence is, if it has letters.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Piece} piece what it is a sentence of
 * @param {boolean} whole whether the piece is a whole block, and so no heading
 * @returns {Part[]}
 */
function partOf(text, start, end, piece, whole) {
  const content = trim(text.slice(start, end));
  if (!content) return [];
  start = text.indexOf(content[0], start);
  end = start + content.length;
  /** @type {(kind: PartKind, likely?: boolean) => Part[]} */
  const part = (kind, likely = false) => [{ kind, start, end, likely }];
  if (!LETTERS.test(content) || (!content.includes(":") && FIGURE.match(content))) {
    return findWords(content).length ? part("fragment") : [];
  }
  if (isContact(content)) return part("contact");
  if (endsInColon(content) && isStem(content)) return part("heading", true);
  return part(!whole && isInlineHeading(content, piece.lead) ? "heading" : "statement");
}

/**
 * Check whether a heading has got into the line of the text below it.
 *
 * @param {string} content
 * @param {boolean} lead
 */
function isInlineHeading(content, lead) {
  const words = findWords(content);
  const bare = content.replace(/[.:]+$/, "");
  if (isUsualHeading(bare) || (isUpper(content) && words.length > 1 && words.length <= TITLE_WORDS)) return true;
  return lead && words.length <= TITLE_WORDS && (isTitled(words) || OPEN_ENDED.test(bare));
}
