/** OpenDocument text (.odt): paragraphs, headings, lists and tables. */

/** @import { TableCell } from "./cells.js" */
/** @import { Kind } from "./layout.js" */

import { addTable } from "./grid.js";
import { Blocks, isHeading, isShort } from "./layout.js";
import { Package } from "./package.js";

const SKIPPED = new Set(["annotation", "note", "tracked-changes", "table-of-content", "title", "desc", "sequence-decls"]);
const HEADING = /^(?:heading|title|subtitle)/i;

/** @param {Uint8Array} bytes */
export async function readOpenDocument(bytes) {
  const root = await new Package(bytes).readXml("content.xml");
  const body = [...root.children].find(({ localName }) => localName === "body");
  if (!body) throw new Error("no body");
  const blocks = new Blocks();
  walk(body, blocks, "text", readStyles(root));
  return { text: blocks.text(), notes: blocks.notes() };
}

/**
 * Return the kind that the paragraph styles of the document make of their text.
 *
 * @param {Element} root
 * @returns {Map<string, Kind>}
 */
function readStyles(root) {
  /** @type {Map<string, Kind>} */
  const kinds = new Map();
  const automatic = [...root.children].find(({ localName }) => localName === "automatic-styles");
  for (const style of automatic?.children ?? []) {
    const properties = [...style.children].find(({ localName }) => localName === "text-properties");
    if (HEADING.test(valueOf(style, "parent-style-name"))) kinds.set(valueOf(style, "name"), "heading");
    else if (properties && valueOf(properties, "font-weight") === "bold") kinds.set(valueOf(style, "name"), "emphasis");
  }
  return kinds;
}

/**
 * Return an attribute of any namespace, or nothing.
 *
 * @param {Element} element
 * @param {string} name
 */
const valueOf = (element, name) => [...element.attributes].find(({ localName }) => localName === name)?.value ?? "";

/**
 * @param {Element} parent
 * @param {Blocks} blocks
 * @param {Kind} kind
 * @param {Map<string, Kind>} styles
 */
function walk(parent, blocks, kind, styles) {
  for (const element of parent.children) {
    const name = element.localName;
    if (SKIPPED.has(name)) continue;
    if (name === "h" || name === "p") {
      /** @type {Element[]} */
      const boxes = [];
      const text = textOf(element, boxes);
      blocks.add(text, name === "h" ? "heading" : chooseParagraphKind(element, text, kind, styles));
      for (const box of boxes) walk(box, blocks, "text", styles);
    } else if (name === "table") addTable(blocks, rowsOf(element, blocks, styles));
    else walk(element, blocks, name === "list-item" ? "item" : kind, styles);
  }
}

/**
 * @param {Element} element
 * @param {string} text
 * @param {Kind} kind
 * @param {Map<string, Kind>} styles
 * @returns {Kind}
 */
function chooseParagraphKind(element, text, kind, styles) {
  const own = styles.get(valueOf(element, "style-name")) ?? (HEADING.test(valueOf(element, "style-name")) ? "heading" : null);
  if (own === "heading") return isHeading(text) ? "heading" : "text";
  return own === "emphasis" && kind === "text" && isShort(text) ? "emphasis" : kind;
}

/**
 * @param {Element} parent
 * @param {Element[]} boxes gathers the text boxes that are anchored in the paragraph
 * @returns {string}
 */
function textOf(parent, boxes) {
  let text = "";
  for (const node of parent.childNodes) {
    if (node instanceof Text) text += node.data.replace(/[ \t\r\n]+/g, " ");
    if (!(node instanceof Element) || SKIPPED.has(node.localName)) continue;
    if (node.localName === "s" || node.localName === "tab") text += " ";
    else if (node.localName === "line-break") text += "\n";
    else if (node.localName === "text-box") boxes.push(node);
    else text += textOf(node, boxes);
  }
  return text;
}

/**
 * @param {Element} table
 * @param {Blocks} blocks
 * @param {Map<string, Kind>} styles
 * @returns {TableCell[][]}
 */
function rowsOf(table, blocks, styles) {
  return [...table.children].flatMap((element) => {
    if (element.localName !== "table-row") return rowsOf(element, blocks, styles);
    const isHead = table.localName === "table-header-rows";
    return [[...element.children].map((cell) => {
      const content = blocks.nested();
      walk(cell, content, "text", styles);
      return { blocks: content, columns: Number(valueOf(cell, "number-columns-spanned")) || 1, isHead, continues: cell.localName.startsWith("covered") };
    })];
  });
}
