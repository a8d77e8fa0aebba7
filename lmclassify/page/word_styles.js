/** The styles of a Word document: `readers/word_styles.py` once more. */

/** @import { Kind } from "./layout.js" */

import { attribute, child } from "./package.js";

/**
 * What a style makes of its text; null if it leaves that to the style it is based on.
 *
 * @typedef {{kind: Kind | null, bold: boolean | null, hidden: boolean | null, isContents: boolean, isPrompt: boolean}} Style
 */

const MAX_PARENTS = 20;

/** @type {Style} */
export const noStyle = { kind: null, bold: null, hidden: null, isContents: false, isPrompt: false };

/**
 * Return whether a property is on or off, or null if it isn't given.
 *
 * @param {Element | null | undefined} properties
 * @param {string} name
 */
export function isOn(properties, name) {
  const found = child(properties, `w:${name}`);
  return found ? !["0", "false", "off"].includes(attribute(found, "w:val")) : null;
}

/** The styles of a document by their id. */
export class Styles {
  /** @param {Element | null} root */
  constructor(root) {
    /** @type {Map<string, Element>} */
    this.elements = new Map();
    /** @type {Map<string, Style>} */
    this.resolved = new Map([["", noStyle]]);
    this.default = "";
    for (const element of root?.children ?? []) {
      if (element.localName !== "style") continue;
      const name = attribute(element, "w:styleId");
      this.elements.set(name, element);
      const isDefault = ["1", "true"].includes(attribute(element, "w:default"));
      if (isDefault && attribute(element, "w:type") === "paragraph") this.default = name;
    }
  }

  /**
   * Return a style with what it inherits.
   *
   * @param {string} name
   */
  find(name) {
    let style = this.resolved.get(name);
    if (!style) this.resolved.set(name, (style = this.resolve(name)));
    return style;
  }

  /** @param {string} name */
  resolve(name) {
    const style = { ...noStyle };
    for (let i = 0; i < MAX_PARENTS; i += 1) {
      const element = this.elements.get(name);
      if (!element) break;
      const own = readStyle(element);
      style.kind ??= own.kind;
      style.bold ??= own.bold;
      style.hidden ??= own.hidden;
      style.isContents ||= own.isContents;
      style.isPrompt ||= own.isPrompt;
      name = attribute(child(element, "w:basedOn"), "w:val");
    }
    return style;
  }
}

/**
 * @param {Element} element
 * @returns {Style}
 */
function readStyle(element) {
  const name = attribute(child(element, "w:name"), "w:val").toLowerCase();
  const fonts = child(element, "w:rPr");
  return {
    kind: chooseKind(element, name),
    bold: isOn(fonts, "b"),
    hidden: isOn(fonts, "vanish"),
    isContents: name.startsWith("toc ") && name !== "toc heading",
    isPrompt: name === "placeholder text",
  };
}

/**
 * @param {Element} element
 * @param {string} name
 * @returns {Kind | null}
 */
function chooseKind(element, name) {
  const properties = child(element, "w:pPr");
  const level = child(properties, "w:outlineLvl");
  if (/^(?:heading|title|subtitle)/.test(name) || (level && attribute(level, "w:val") !== "9")) return "heading";
  if (name.startsWith("list") || child(properties, "w:numPr")) return "item";
  return name === "normal" || name === "body text" ? "text" : null;
}
