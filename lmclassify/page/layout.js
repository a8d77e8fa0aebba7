/** Plain text with marked headings and list items: `readers/layout.py` and `duties.py` once more. */

import { splitWords, startsUpper, trim, trimEnd } from "./characters.js";
import { facts } from "./facts.js";
import { prepare } from "./patterns.js";
import { findWords, isUsualHeading, vocabulary } from "./vocabulary.js";

/**
 * @typedef {"text" | "item" | "heading" | "emphasis"} Kind
 * @typedef {{text: string, kind: Kind, fixed: boolean}} TextBlock
 */

const constants = prepare(facts.layout.layout);
const { INVISIBLE, MARK, MAX_HEADING, MIN_LIST } = constants;
const { DUTY_VERBS, MAX_HEADING_WORDS, NOUNS_TOO, SMALL_WORDS } = vocabulary;

/** A bullet that somebody typed. */
export const typedMark = constants.TYPED_MARK;

const prefix = { text: "", item: "• ", heading: "# ", emphasis: "# " };
const lineBreak = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/u;
const isLoose = (/** @type {TextBlock} */ { kind }) => kind === "heading" || kind === "emphasis";

/**
 * Check whether bold text is short enough for a heading and does not end as a sentence.
 *
 * @param {string} text
 */
export const isShort = (text) => splitWords(text).length <= MAX_HEADING_WORDS && !/[.!;]$/.test(trimEnd(text));

/**
 * Check whether a line with the style of a heading is one, and not a sentence in that style.
 *
 * @param {string} text
 */
export function isHeading(text) {
  const words = splitWords(text).length;
  return words <= MAX_HEADING && !(words > MAX_HEADING_WORDS && /[.;]$/.test(trimEnd(text)));
}

/**
 * Strip the lines of a text, collapse white space in them and drop empty ones.
 *
 * @param {string} text
 */
function collapse(text) {
  return INVISIBLE.replace(text, "")
    .split(lineBreak)
    .map((/** @type {string} */ line) => splitWords(line).join(" "))
    .filter(Boolean)
    .join("\n");
}

/** The blocks of a document in reading order, and what was left out of it. */
export class Blocks {
  /** @param {Map<string, number>} leftOut shared by the parts of a document */
  constructor(leftOut = new Map()) {
    /** @type {TextBlock[]} */
    this.all = [];
    this.leftOut = leftOut;
  }

  /**
   * Add a block; line breaks in it are kept, other white space is collapsed.
   *
   * @param {string} text
   * @param {Kind} [kind]
   * @param {boolean} [fixed]
   */
  add(text, kind = "text", fixed = false) {
    let content = collapse(text);
    if (!content) return;
    if (kind === "heading" || kind === "emphasis") content = content.replaceAll("\n", " ");
    else if (kind === "item") content = MARK.replace(content, "");
    this.all.push({ text: content, kind, fixed });
  }

  /**
   * Add text that another reader returned, as it is.
   *
   * @param {string} text
   */
  addPlain(text) {
    if (trim(text)) this.all.push({ text: text.replace(/^\n+|\n+$/g, ""), kind: "text", fixed: true });
  }

  /** @param {TextBlock[]} blocks */
  extend(blocks) {
    this.all.push(...blocks);
  }

  /** Return an empty collection, for a part of the document, that shares the notes. */
  nested() {
    return new Blocks(this.leftOut);
  }

  /**
   * Count the words of a text that is left out of the document for a good reason.
   *
   * @param {string} what
   * @param {string} text
   */
  leaveOut(what, text) {
    this.leftOut.set(what, (this.leftOut.get(what) ?? 0) + findWords(text).length);
  }

  notes() {
    const parts = [...this.leftOut].filter(([, words]) => words).map(([what, words]) => `${what} (${words} ${words === 1 ? "word" : "words"})`);
    return parts.length ? [`left out: ${parts.join(", ")}`] : [];
  }

  /** Return the document as plain text. */
  text() {
    let text = "";
    /** @type {Kind | null} */
    let last = null;
    for (const block of resolve(this.all)) {
      if (last) text += block.kind === "item" && last === "item" ? "\n" : "\n\n";
      text += prefix[block.kind] + block.text;
      last = block.kind;
    }
    return last ? `${text}\n` : "";
  }
}

/**
 * Turn headings in a row that read as duties, and lists of bold lines, into list items.
 *
 * @param {TextBlock[]} blocks
 * @returns {TextBlock[]}
 */
function resolve(blocks) {
  /** @type {TextBlock[]} */
  const resolved = [];
  let isStart = true; // lines above the first text are the title
  for (let i = 0; i < blocks.length; ) {
    let end = i;
    while (end < blocks.length && !blocks[end].fixed && isLoose(blocks[end])) end += 1;
    if (end === i) {
      isStart = isStart && isLoose(blocks[i]);
      resolved.push(blocks[i]);
      i += 1;
      continue;
    }
    const run = blocks.slice(i, end);
    const duties = run.map(({ text }) => readsAsDuty(text));
    const plain = run.map(({ kind, text }) => kind === "emphasis" && !isTitle(text));
    const isList = plain.filter(Boolean).length >= MIN_LIST && !isStart;
    const several = duties.filter(Boolean).length > 1;
    run.forEach((block, k) => {
      const isItem = (duties[k] && several) || (isList && plain[k]);
      resolved.push(isItem ? { ...block, kind: "item" } : block);
    });
    i = end;
  }
  return resolved;
}

/** @param {string} text */
function isTitle(text) {
  return findWords(text).every((word) => SMALL_WORDS.has(word.toLowerCase()) || startsUpper(word));
}

/**
 * Check whether a text begins with what someone does, followed by an ordinary word.
 *
 * @param {string} text
 */
export function readsAsDuty(text) {
  const words = findWords(text);
  if (words.length < 2 || !isLower(words[1]) || isUsualHeading(text)) return false;
  const first = words[0].toLowerCase();
  if (NOUNS_TOO.has(first)) return words.length > 2 || SMALL_WORDS.has(words[1]) || words[1].endsWith("s");
  return DUTY_VERBS.has(first);
}

/** @param {string} word */
const isLower = (word) => !/[\p{Uppercase}\p{Lt}]/u.test(word) && /\p{Lowercase}/u.test(word);
