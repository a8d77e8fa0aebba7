/** What the model sees of a text: `lmclassify/terms.py` once more, tested to be equal. */

import { facts } from "./facts.js";

const definition = facts.terms;
const version = facts.model.termsVersion;
const dropped = new RegExp(definition.dropped, "g");
const escapedTwice = new RegExp(definition.escapedTwice, "g");
const droppedEntity = new RegExp(definition.droppedEntity, "g");
const entity = new RegExp(definition.entity, "g");
const opening = new RegExp(definition.opening);

/**
 * Split a text into lower-case ASCII words.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function words(text) {
  if (text.includes("&")) {
    text = text.replace(escapedTwice, "&").replace(droppedEntity, "").replace(entity, " ");
  }
  return (text.replace(dropped, "").match(/[A-Za-z]+/g) ?? []).map((word) => word.toLowerCase());
}

/**
 * Split a statement into words, without its opening ("The post holder will").
 *
 * @param {string} text
 */
export function contentWords(text) {
  const all = words(text);
  if (version === 1) return all;
  const joined = all.join(" ");
  const beginning = joined.slice(0, definition.openingLength);
  const match = opening.exec(beginning);
  if (!match) return all;
  const rest = match[definition.statementGroup] + joined.slice(definition.openingLength);
  return rest.split(" ").filter((word) => word !== "");
}

/** @param {string[]} words */
const pairs = (words) => words.slice(1).map((word, i) => [words[i], word]);

/**
 * List the terms of a statement: words, prefixes, pairs of prefixes, and the first prefix, marked.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function terms(text) {
  return termsWithWords(text).map(([term]) => term);
}

/**
 * List the terms of a statement, each with the words that it covers.
 *
 * @param {string} text
 * @returns {[string, string[]][]}
 */
export function termsWithWords(text) {
  const words = contentWords(text);
  const stems = words.map((word) => `${word.slice(0, definition.prefixLength)}*`);
  const first = version === 1 ? [] : words.slice(0, 1);
  const wordPairs = pairs(words);
  return [
    ...words.map((word) => /** @type {[string, string[]]} */ ([word, [word]])),
    ...stems.map((stem, i) => /** @type {[string, string[]]} */ ([stem, [words[i]]])),
    ...pairs(stems).map((pair, i) => /** @type {[string, string[]]} */ ([pair.join(" "), wordPairs[i]])),
    ...first.map((word) => /** @type {[string, string[]]} */ ([definition.firstMark + stems[0], [word]])),
  ];
}
