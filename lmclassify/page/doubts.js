/** What a reader of a result should know: `documents/doubts.py` once more. */

/** @import { Label } from "./facts.js" */
/** @import { Part } from "./statements.js" */

import { splitWords, trimEnd } from "./characters.js";
import { facts } from "./facts.js";
import { isEnglish } from "./language.js";
import { prepare } from "./patterns.js";
import { findWords } from "./vocabulary.js";

const { MAX_LENGTH, MAX_QUOTED, MIN_WORDS, NOT_ENGLISH } = prepare(facts.layout.doubts);
const KINDS = new Set(["heading", "contact", "page", "letter", "notice"]);

/** The note on a text that is not in English.
 *
 * @type {string}
 */
export const notEnglish = NOT_ENGLISH;

/**
 * Return notes on a text that may not be English, and on lines that may be statements.
 *
 * @param {string} text
 * @param {Part[]} parts
 * @param {(text: string) => Label} classify
 */
export function describeDoubts(text, parts, classify) {
  return [...describeLeftOut(text, parts, classify), ...(isEnglish(text) ? [] : [notEnglish])];
}

/**
 * Describe what was left out of a text although it reads as leadership or management.
 *
 * @param {string} text
 * @param {Part[]} parts
 * @param {(text: string) => Label} classify
 * @returns {string[]} one note or none
 */
function describeLeftOut(text, parts, classify) {
  const first = parts.find(({ kind }) => kind === "statement")?.start ?? text.length;
  const lines = parts
    .filter(({ kind, start, likely }) => KINDS.has(kind) && (kind !== "heading" || (likely && start > first)))
    .map(({ start, end }) => splitWords(text.slice(start, end)).join(" "));
  const missed = [...new Set(lines)].filter((line) =>
    findWords(line).length >= MIN_WORDS && classify(line) !== "neither");
  if (!missed.length) return [];
  const quoted = missed.slice(0, MAX_QUOTED).map((line) => `“${shorten(line)}”`).join(", ");
  const more = missed.length > MAX_QUOTED ? ", …" : "";
  const which = missed.length === 1 ? "line that was left out as a heading" : "lines left out as headings";
  return [
    `${missed.length} ${which} or the like would otherwise count as leadership or management ` +
      `(${quoted}${more})`,
  ];
}

/** @param {string} line */
const shorten = (line) => (line.length <= MAX_LENGTH ? line : `${trimEnd(line.slice(0, MAX_LENGTH))} …`);
