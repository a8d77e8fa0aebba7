/** What a block looks like by itself: `lmclassify/documents/looks.py` once more. */

/** @import { Block } from "./blocks.js" */

import { isUpper, startsLower, startsUpper } from "./characters.js";
import { facts } from "./facts.js";
import { prepare } from "./patterns.js";
import { isCode } from "./tables.js";
import { findWords, isUsualHeading, vocabulary } from "./vocabulary.js";

/** @typedef {"heading" | "marked" | "stem" | "numbered" | "title" | "phrase" | "duty" | "fact" | "text" | ""} Look */

const constants = prepare(facts.layout.looks);
const { ENOUGH, FACT, FEW, FINITE, MAX_STEM_WORDS, NOUN_OF, POST, SECTION, SENTENCE_INSIDE, SUBJECT } = constants;
const { ALSO_OF_POSTS, DUTY_VERBS, GERUNDS, MAX_HEADING_WORDS, NOUNS_TOO, QUALIFIERS, SMALL_WORDS } = vocabulary;

/** What marks a heading in Markdown: number signs, or bold print throughout. */
export const headingMark = constants.HEADING_MARK;

const end = /[.!;,]$/;

/**
 * Return what a block looks like by itself.
 *
 * @param {string} content
 * @param {Block} block
 * @param {boolean} inCapitals whether the whole text is in capitals, so that they mark nothing
 * @returns {Look}
 */
export function findLook(content, block, inCapitals) {
  const words = findWords(content.slice(0, ENOUGH));
  if (!words.length || (isCode(content) && !isUsualHeading(content))) return "";
  if (!["", "cell", "label"].includes(block.role)) return "";
  if (headingMark.match(content)) return isNumbered(block) || content.trimStart().startsWith("#") ? "marked" : "text";
  if (block.role === "label") return "heading";
  if (endsInColon(content) && words.length <= MAX_STEM_WORDS) return isStem(content) ? "stem" : "text";
  if (words.length > MAX_HEADING_WORDS || content.length >= ENOUGH || block.lines > 1) return "text";
  return lookOfShortLine(content, block, words, inCapitals);
}

/**
 * Return what a short line looks like, by its end, its words and its capitals.
 *
 * @param {string} content
 * @param {Block} block
 * @param {string[]} words
 * @param {boolean} inCapitals
 * @returns {Look}
 */
function lookOfShortLine(content, block, words, inCapitals) {
  if (isNumbered(block) && isUsual(content, words)) return "heading";
  const isText = startsLower(content) || end.test(content) || SENTENCE_INSIDE.test(content);
  if (block.role === "cell" || isText) return "text";
  if (block.underlined) return "heading";
  if (!isNumbered(block) || !/^\p{L}/u.test(content)) return "text";
  if (SECTION.match(content)) return "heading";
  const capitals = isUpper(content) && !inCapitals;
  if (capitals && (words.length > 1 || block.mark) && !isBareDuty(content, words)) return "heading";
  if (FACT.match(content)) return namesPost(content) && isTitled(words) ? "title" : "fact";
  const titled = isTitled(words) && !inCapitals;
  if (isDuty(content, words, titled)) return block.mark ? "text" : "duty";
  if (block.mark) return "numbered";
  return titled ? "title" : "phrase";
}

/**
 * Check whether a line says, or a label says of the line below, what a post is or belongs to.
 *
 * @param {string} content
 */
export const namesPost = (content) => POST.match(content.replace(/^[#*_ ]+/, "")) !== null;

/**
 * Check whether a line ends in a colon, with or without a dash after it.
 *
 * @param {string} content
 */
export const endsInColon = (content) => /:[ –—-]*$/.test(content);

/**
 * Check whether a line that ends in a colon only opens what follows.
 *
 * @param {string} content
 */
export function isStem(content) {
  const words = findWords(content);
  if (words.length > MAX_STEM_WORDS || SENTENCE_INSIDE.test(content)) return false;
  const first = words.length ? words[0].toLowerCase() : "";
  return !DUTY_VERBS.has(first) || words.length < FEW || isTitled(words);
}

/**
 * Check whether all words that weigh begin with a capital, as they do in a title.
 *
 * @param {string[]} words
 */
export function isTitled(words) {
  return words.every((word) => SMALL_WORDS.has(word.toLowerCase()) || startsUpper(word));
}

/**
 * Check whether a short line begins or goes on as duties and requirements do.
 *
 * @param {string} content
 * @param {string[]} words
 * @param {boolean} titled
 */
export function isDuty(content, words, titled) {
  const first = words[0].toLowerCase();
  if (NOUN_OF.match(content)) return true;
  if (QUALIFIERS.has(first)) {
    return words.length > 1 && !(titled && (ALSO_OF_POSTS.has(first) || words.length === 2));
  }
  if (titled) return false;
  if (first === "to") return words.length > 2 && DUTY_VERBS.has(words[1].toLowerCase());
  if (DUTY_VERBS.has(first)) return words.length > (NOUNS_TOO.has(first) ? 2 : 1);
  return FINITE.test(content) || SUBJECT.match(content) !== null;
}

/**
 * Check for a duty in capitals: "LEADS THE CREW", but not "LEADING PEOPLE".
 *
 * @param {string} content
 * @param {string[]} words
 */
const isBareDuty = (content, words) => !GERUNDS.has(words[0].toLowerCase()) && isDuty(content, words, false);

/**
 * Check whether a block opens with nothing, or with a number or letter as headings may.
 *
 * @param {Block} block
 */
const isNumbered = ({ mark }) => !mark || /[.)\p{Nd}]$/u.test(mark);

/**
 * Check for a usual heading, also with a full stop if it is very short ("About us.").
 *
 * @param {string} content
 * @param {string[]} words
 */
function isUsual(content, words) {
  if (content.endsWith(".")) return words.length <= FEW && isUsualHeading(content.slice(0, -1));
  return !end.test(content) && isUsualHeading(content);
}
