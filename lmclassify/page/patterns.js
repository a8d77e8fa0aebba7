/** Regular expressions as Python uses them: at a place, or between two places of a text. */

/**
 * A match: `index` and `end` are its places, the groups are numbered or named.
 *
 * @typedef {RegExpExecArray & {end: number}} Match
 */

/** A regular expression that Python wrote down, as `page_patterns.py` translates it. */
export class Pattern {
  /** @param {{source: string, flags: string}} translated */
  constructor(translated) {
    this.translated = translated;
    /** @type {Map<string, RegExp>} */
    this.made = new Map();
  }

  get sticky() {
    return this.make("y");
  }

  get global() {
    return this.make("g");
  }

  /**
   * Make a regular expression when it is first needed: most of them never are.
   *
   * @param {string} flag
   */
  make(flag) {
    let expression = this.made.get(flag);
    if (!expression) {
      const { source, flags } = this.translated;
      this.made.set(flag, (expression = new RegExp(source, flags + flag)));
    }
    return expression;
  }

  /**
   * Match at the place `start`, with nothing but the text before `end` in sight.
   *
   * @param {string} text
   * @param {number} [start]
   * @param {number} [end]
   */
  match(text, start = 0, end = text.length) {
    return run(this.sticky, text, start, end);
  }

  /**
   * @param {string} text
   * @param {number} [start]
   * @param {number} [end]
   */
  search(text, start = 0, end = text.length) {
    return run(this.global, text, start, end);
  }

  /**
   * @param {string} text
   * @param {number} [start]
   * @param {number} [end]
   */
  test(text, start = 0, end = text.length) {
    return this.search(text, start, end) !== null;
  }

  /**
   * @param {string} text
   * @param {number} [start]
   * @param {number} [end]
   * @returns {Match[]}
   */
  findAll(text, start = 0, end = text.length) {
    const found = [];
    let place = start;
    for (let match = this.search(text, place, end); match; match = this.search(text, place, end)) {
      found.push(match);
      place = match.end;
      if (match[0] === "") place += (text.codePointAt(place) ?? 0) > 0xffff ? 2 : 1;
      if (place > end) break;
    }
    return found;
  }

  /**
   * Return the text of each match.
   *
   * @param {string} text
   */
  words(text) {
    return text.match(this.global) ?? [];
  }

  /**
   * @param {string} text
   * @param {string | ((match: Match) => string)} replacement
   */
  replace(text, replacement) {
    if (typeof replacement === "string") return text.replace(this.global, () => replacement);
    let result = "";
    let last = 0;
    for (const match of this.findAll(text)) {
      result += text.slice(last, match.index) + replacement(match);
      last = match.end;
    }
    return result + text.slice(last);
  }
}

/**
 * @param {RegExp} expression
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Match | null}
 */
function run(expression, text, start, end) {
  expression.lastIndex = start;
  const match = /** @type {Match | null} */ (expression.exec(end < text.length ? text.slice(0, end) : text));
  if (match) match.end = match.index + match[0].length;
  return match;
}

/**
 * The constants of a Python module: patterns made ready, lists of words as sets.
 *
 * @param {Record<string, any>} constants
 * @returns {Record<string, any>}
 */
export function prepare(constants) {
  return Object.fromEntries(Object.entries(constants).map(([name, value]) => {
    if (value?.source !== undefined) return [name, new Pattern(value)];
    return [name, Array.isArray(value) ? new Set(value) : value];
  }));
}
