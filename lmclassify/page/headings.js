/** Which blocks are headings: `lmclassify/documents/headings.py` once more. */

/** @import { Block } from "./blocks.js" */
/** @import { Look } from "./looks.js" */

import { isUpper, splitWords } from "./characters.js";
import { facts } from "./facts.js";
import { findLook, isDuty, isTitled, namesPost } from "./looks.js";
import { prepare } from "./patterns.js";
import { findWords, isUsualHeading, vocabulary } from "./vocabulary.js";

/**
 * @typedef {"" | "clear" | "likely"} Certainty
 * @typedef {{place: number, block: Block, content: string, look: Look}} Item
 */

const { FEW, MIN_RUN, TITLE_WORDS } = prepare(facts.layout.headings);
const { GERUNDS, MAX_HEADING_WORDS } = vocabulary;

const isShort = (/** @type {Item} */ { look }) => look === "title" || look === "phrase" || look === "duty";

const isText = (/** @type {Item} */ { look }) => look === "text" || look === "duty";

/** Whether a block is a heading by itself, whatever is around it. */
const isHeading = (/** @type {Item} */ { look }) => look === "heading" || look === "marked" || look === "stem";

/** The content without what marks it in Markdown. */
const bareOf = (/** @type {Item} */ { content }) => content.replace(/^[#*_ :]+|[#*_ :]+$/g, "");

/** Whether a block has neither bullet nor full stop, as the items of an unmarked list. */
const isListLine = (/** @type {Item} */ { look, block, content }) =>
  ["text", "duty", "fact", "phrase"].includes(look) && !block.mark && block.lines === 1 && !/[.!?;:]$/.test(content);

/**
 * Check for each block whether it is a heading, and how clearly.
 *
 * @param {string} text
 * @param {Block[]} blocks
 * @returns {Certainty[]}
 */
export function findHeadings(text, blocks) {
  const items = findItems(text, blocks);
  const top = findTop(items);
  const listed = findLists(items, top);
  const marked = items.some(({ look }) => look === "marked");
  const hasText = items.some(isText);
  /** @type {Certainty[]} */
  const found = blocks.map(() => "");
  items.forEach((item, index) => {
    const { look, place } = item;
    const before = items[index - 1];
    const after = items[index + 1];
    if (listed.has(place) || look === "fact" || look === "text") return;
    if (isHeading(item)) found[place] = certainty(item, before, after);
    else if (after && hasText) {
      let heads;
      if (index < top) heads = look === "title" || after.block.gap || after.look !== "phrase";
      else if (look === "title") heads = isTitleOf(item, before, after);
      else heads = standsOut(item, before, after, marked);
      found[place] = heads ? "likely" : "";
    }
  });
  return found;
}

/**
 * @param {string} text
 * @param {Block[]} blocks
 * @returns {Item[]}
 */
function findItems(text, blocks) {
  const contents = blocks.map(({ start, end }) => text.slice(start, end));
  const capitals = contents.filter(isUpper);
  const sentences = capitals.some((content) => splitWords(content).length > MAX_HEADING_WORDS);
  const length = (/** @type {string[]} */ texts) => texts.reduce((sum, each) => sum + each.length, 0);
  const inCapitals = sentences && 2 * length(capitals) > length(contents);
  return blocks
    .map((block, place) => ({ place, block, content: contents[place], look: findLook(contents[place], block, inCapitals) }))
    .filter(({ look }) => look);
}

/**
 * Return how many lines stand above the first text and above the first section.
 *
 * @param {Item[]} items
 */
function findTop(items) {
  const index = items.findIndex((item, i) => {
    if (isText(item)) return true;
    // The first line of a document is its title, unless it is what sections are called.
    const titles = findWords(item.content.toLowerCase()).every((word) => TITLE_WORDS.has(word)) ||
      (i === 0 && !isUsualHeading(bareOf(item)));
    return isHeading(item) && !titles;
  });
  return Math.max(index, 0);
}

/**
 * Find the short lines that are items of a list because several stand in a row, by place.
 *
 * @param {Item[]} items
 * @param {number} top
 */
function findLists(items, top) {
  /** @type {Set<number>} */
  const found = new Set();
  const above = new Set(items.slice(0, top).map(({ place }) => place));
  for (const run of runsOf(items, isShort)) {
    const gaps = new Set(run.slice(1).map(({ block }) => block.gap));
    const even = gaps.size <= 1 && !above.has(run[0].place);
    const plain = run.filter(({ look }) => look !== "title");
    if (plain.length < MIN_RUN && !(even && run.length >= MIN_RUN)) continue;
    for (const { place } of even ? run : plain) found.add(place);
    run.slice(1).forEach((below, i) => {
      if (namesGroup(run[i - 1], run[i], below)) found.delete(run[i].place);
    });
  }
  for (const run of runsOf(items, ({ look }) => look === "marked")) {
    const duties = run.filter((item) => isMarkedDuty(bareOf(item)));
    if (duties.length >= MIN_RUN || (run.length > 1 && run.length === duties.length)) {
      for (const { place } of duties) found.add(place);
    }
  }
  return found;
}

/**
 * @param {Item[]} items
 * @param {(item: Item) => boolean} belongs
 */
function runsOf(items, belongs) {
  /** @type {Item[][]} */
  const runs = [];
  items.forEach((item, index) => {
    if (!belongs(item)) return;
    if (index && belongs(items[index - 1])) runs[runs.length - 1].push(item);
    else runs.push([item]);
  });
  return runs;
}

/**
 * Check whether a line in a list names the duties below it ("Leadership", "People").
 *
 * @param {Item | undefined} before
 * @param {Item} item
 * @param {Item} below
 */
function namesGroup(before, item, below) {
  if (item.look !== "title" || splitWords(item.content).length > 1 || below.look !== "duty") return false;
  return !beginsWithGerund(item.content) && before?.look !== "title";
}

/** @param {string} bare */
function isMarkedDuty(bare) {
  const words = findWords(bare);
  return !isUpper(bare) && isDuty(bare, words, isTitled(words));
}

/**
 * Return how clearly a line is a heading that looks like one by itself.
 *
 * @param {Item} item
 * @param {Item | undefined} before
 * @param {Item | undefined} after
 * @returns {Certainty}
 */
function certainty({ content, look }, before, after) {
  const usual = isUsualHeading(content);
  // The last line, in capitals, is what the heading above it is about.
  if (look === "heading" && !usual && !after && before && isHeading(before)) return "";
  const short = findWords(content).length <= FEW || usual;
  return short || look === "marked" ? "clear" : "likely";
}

/**
 * Check whether a title has something below it to be the title of.
 *
 * @param {Item} item
 * @param {Item | undefined} before
 * @param {Item} after
 */
function isTitleOf(item, before, after) {
  if (isHeading(after) && before && (isHeading(before) || isListLine(before))) {
    // Else it is the last item of the list above.
    return namesPost(before.content) || (isUpper(item.content) && item.block.gap);
  }
  return after.block.gap || after.look !== "title" || item.block.gap;
}

/**
 * Check whether a short line that is no title is set off from what is around it.
 *
 * @param {Item} item
 * @param {Item | undefined} before
 * @param {Item} after
 * @param {boolean} marked whether other headings are marked
 */
function standsOut(item, before, after, marked) {
  if (!["text", "duty", "fact"].includes(after.look)) return false;
  if (item.look === "numbered") {
    const own = level(item.block.mark);
    const above = before ? level(before.block.mark) : 0;
    const inList = above > 0 && above <= own;
    const deeper = !after.block.mark || level(after.block.mark) > own;
    return own > 0 && deeper && !inList;
  }
  if (marked && !(item.look === "phrase" && after.block.mark)) return false;
  const opensText = Boolean(after.block.mark) || after.content.endsWith(".") || after.block.lines > 1;
  if (item.look === "duty" && !(opensText && beginsWithGerund(item.content))) return false;
  if (before && isListLine(before) && isListLine(after)) return item.block.gap && !after.block.gap;
  if (item.block.gap || !before) return true;
  if (isHeading(before) || (item.look === "phrase" && /[.!?]$/.test(before.content))) return opensText;
  return Boolean(before.block.mark) && !item.block.mark;
}

/**
 * Return how deep a number stands: 1 for "3.", 2 for "3.1", 0 for "a)" or a bullet.
 *
 * @param {string} mark
 */
const level = (mark) =>
  mark.endsWith(")") ? 0 : mark.split(/[^\p{L}\p{N}_]+/u).filter((part) => /^[\p{L}\p{N}]+$/u.test(part)).length;

/** @param {string} content */
const beginsWithGerund = (content) => GERUNDS.has(splitWords(content)[0].toLowerCase());
