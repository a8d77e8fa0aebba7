/** Web pages and Markdown: their content, without navigation and signs of markup. */

/** @import { TableCell } from "./cells.js" */
/** @import { Kind } from "./layout.js" */

import { addTable } from "./grid.js";
import { Blocks, isShort } from "./layout.js";

const SKIPPED = new Set(
  "audio canvas dialog footer head iframe input nav noscript object script select style svg template textarea title video".split(" "),
);
const SKIPPED_ROLES = new Set(["alert", "banner", "contentinfo", "dialog", "navigation", "search"]);
const MIN_CONTENT = 500;
/** A main part with fewer characters may not have all of the description. */
const HEADINGS = /^h[1-6]$/;
const BLOCKS = new Set(
  "address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split(" "),
);

/**
 * Return the text of a web page. The browser parses it without running or loading any of it.
 *
 * @param {string} html
 */
export function readWebPage(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const blocks = new Blocks();
  const main = page.querySelector("main, [role=main]");
  const enough = (main?.textContent ?? "").trim().length >= MIN_CONTENT;
  walk(main && enough ? main : page.body, blocks, "text");
  return blocks.text();
}

/**
 * Add what an element has in it: inline text is gathered until a block begins.
 *
 * @param {Element} parent
 * @param {Blocks} blocks
 * @param {Kind} kind
 */
function walk(parent, blocks, kind) {
  let text = "";
  let allBold = true;
  const flush = () => {
    const isEmphasis = kind === "text" && allBold && text.trim() && isShort(text);
    blocks.add(text, isEmphasis ? "emphasis" : kind);
    text = "";
    allBold = true;
  };
  const gather = (/** @type {Node} */ node, /** @type {boolean} */ bold) => {
    if (node instanceof Text) {
      text += node.parentElement?.closest("pre") ? node.data : node.data.replace(/\s+/g, " ");
      allBold &&= bold || !node.data.trim();
    }
    if (!(node instanceof Element) || isSkipped(node)) return;
    const name = node.localName;
    if (name === "br") text += "\n";
    else if (BLOCKS.has(name)) {
      flush();
      if (name === "table") readTable(node, blocks);
      else if (HEADINGS.test(name)) walk(node, blocks, "heading");
      else walk(node, blocks, name === "li" ? "item" : kind);
    } else for (const inner of node.childNodes) gather(inner, bold || name === "b" || name === "strong");
  };
  for (const node of parent.childNodes) gather(node, false);
  flush();
}

/** @param {Element} element */
function isSkipped(element) {
  const name = element.localName;
  if (SKIPPED.has(name) || element.hasAttribute("hidden")) return true;
  if (SKIPPED_ROLES.has(element.getAttribute("role") ?? "")) return true;
  if (name === "button" && !element.closest("h1, h2, h3, h4, h5, h6")) return true;
  return /display:\s*none|visibility:\s*hidden/.test(element.getAttribute("style") ?? "");
}

/**
 * @param {Element} table
 * @param {Blocks} blocks
 */
function readTable(table, blocks) {
  const rows = [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table);
  addTable(blocks, rows.map((row) => [...row.children].map((cell) => {
    const content = blocks.nested();
    walk(cell, content, "text");
    const columns = Number(cell.getAttribute("colspan")) || 1;
    return /** @type {TableCell} */ ({ blocks: content, columns, isHead: cell.localName === "th", continues: false });
  })));
}

/**
 * Return Markdown without front matter, links, emphasis and HTML; headings and bullets stay, because
 * they are understood in plain text too.
 *
 * @param {string} text
 */
export function readMarkdown(text) {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/^(?:---|\+\+\+)\n[\s\S]*?\n(?:---|\+\+\+)[ \t]*(?:\n|$)/, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<br\s*\/?>/gi, "\n")
    .replace(/<\/?[a-z][^<>]*>/gi, "")
    .replace(/!\[[^\]\n]*\]\([^)\n]*\)/g, "")
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)(.+?)\1/g, (whole, _, inner, place, all) =>
      // A line that is bold throughout is a heading.
      /(?:^|\n)\s*$/.test(all.slice(0, place)) && /^\s*:?\s*(?:\n|$)/.test(all.slice(place + whole.length)) ? whole : inner)
    .replace(/(^|[\s(])([*_])(?=\S)([^*_\n]+?)\2(?=[\s).,;:!?]|$)/gm, "$1$3")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/\\([\\`*_{}[\]()#+\-.!|>])/g, "$1");
}
