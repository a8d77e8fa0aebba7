/**
 * Text as Python sees it: white space, letters and words are what `str` and `re` take for them.
 */

/** Inside a character class: what `\s` matches in Python. */
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** Inside a character class: what `\w` matches in Python. */
export const WORDLIKE = "\\p{L}\\p{N}_";

/** Inside a character class: what `[^\W\d_]` matches in Python. */
export const LETTER = "\\p{L}\\p{Nl}\\p{No}";

const spaces = new RegExp(`[${SPACE}]+`, "u");
const leading = new RegExp(`^[${SPACE}]+`, "u");
const trailing = new RegExp(`[${SPACE}]+$`, "u");
const unprintable = /(?! )[\p{C}\p{Z}]/gu;
const uppercase = /\p{Uppercase}/u;
const lowercase = /[\p{Lowercase}\p{Lt}]/u;

/**
 * Split at white space, as `str.split()` does.
 *
 * @param {string} text
 */
export function splitWords(text) {
  return text.split(spaces).filter((word) => word !== "");
}

/** @param {string} text */
export function trimStart(text) {
  return text.replace(leading, "");
}

/** @param {string} text */
export function trimEnd(text) {
  // A regular expression would try again at every space of a long run.
  let end = text.length;
  while (end > 0 && spaces.test(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

/** @param {string} text */
export function trim(text) {
  return trimEnd(trimStart(text));
}

/**
 * Fold white space and drop what cannot be seen, such as marks that change the direction of text.
 *
 * @param {string} text
 */
export function printable(text) {
  return splitWords(text).join(" ").replace(unprintable, "");
}

/**
 * Check whether all cased letters of a text, one at least, are capitals.
 *
 * @param {string} text
 */
export function isUpper(text) {
  return uppercase.test(text) && !lowercase.test(text);
}

/**
 * Check whether a text begins with a small letter.
 *
 * @param {string} text
 */
export function startsLower(text) {
  return /^\p{Lowercase}/u.test(text);
}

/**
 * Check whether a text begins with a capital.
 *
 * @param {string} text
 */
export function startsUpper(text) {
  return /^\p{Uppercase}/u.test(text);
}

export const trailingSpace = trailing;
