/** Word documents, as printed: `readers/word.py` once more. */

/** @import { TableCell } from "./cells.js" */
/** @import { Kind } from "./layout.js" */
/** @import { Relation } from "./package.js" */

import { trim } from "./characters.js";
import { latin } from "./decoding.js";
import { addBox, addTable } from "./grid.js";
import { Blocks, isHeading, isShort } from "./layout.js";
import { attribute, child, inside, nameOf, Package } from "./package.js";
import { isOn, Styles } from "./word_styles.js";
import { deleted, Paragraph, withoutText } from "./word_text.js";

/** @type {Record<string, string>} */
const OTHER_PARTS = {
  header: "page headers and footers",
  footer: "page headers and footers",
  footnotes: "footnotes",
  endnotes: "footnotes",
  comments: "comments",
};
const PREPARED = new Set(["styles", "diagramData", "aFChunk", ...Object.keys(OTHER_PARTS)]);
const MAX_NESTED = 3;
/** Documents in documents in documents. */

/**
 * @param {Uint8Array} bytes
 * @param {(bytes: Uint8Array, name: string) => Promise<{text: string}>} readOther for parts in other formats
 */
export async function readWord(bytes, readOther) {
  const blocks = new Blocks();
  await readInto(blocks, bytes, readOther, 0);
  return { text: blocks.text(), notes: blocks.notes() };
}

/**
 * @param {Blocks} blocks
 * @param {Uint8Array} bytes
 * @param {(bytes: Uint8Array, name: string) => Promise<{text: string}>} readOther
 * @param {number} depth
 */
async function readInto(blocks, bytes, readOther, depth) {
  const reader = new Reader(new Package(bytes));
  await reader.prepare(async (data, name) => {
    const content = new Blocks(blocks.leftOut);
    if (!isZip(data)) {
      try {
        if (data.some((byte) => byte > 32)) content.addPlain((await readOther(data, name)).text);
      } catch {
        content.leaveOut("an embedded part that this page cannot read", latin(data));
      }
    } else if (depth < MAX_NESTED) await readInto(content, data, readOther, depth + 1);
    return content;
  });
  reader.read(blocks);
}

/** @param {Uint8Array} data */
const isZip = (data) => data[0] === 0x50 && data[1] === 0x4b && data[2] === 3 && data[3] === 4;

/** Walks through the elements of the main part. */
class Reader {
  /** @param {Package} parts */
  constructor(parts) {
    this.package = parts;
    /** @type {Map<string, Relation>} */
    this.relations = new Map();
    /** @type {Map<string, Element>} */
    this.roots = new Map();
    /** @type {Map<string, Blocks>} */
    this.embedded = new Map();
    this.styles = new Styles(null);
  }

  /**
   * Unpack the parts that are needed.
   *
   * @param {(bytes: Uint8Array, name: string) => Promise<Blocks>} readEmbedded
   */
  async prepare(readEmbedded) {
    const main = await this.package.mainPart();
    this.relations = await this.package.relations(main);
    this.main = await this.package.readXml(main);
    for (const { kind, target, isInside } of this.relations.values()) {
      if (!PREPARED.has(kind) || !isInside || !this.package.has(target)) continue;
      if (kind === "aFChunk") this.embedded.set(target, await readEmbedded(await this.package.read(target), target));
      else this.roots.set(target, await this.package.readXml(target));
    }
    const styles = [...this.relations.values()].find(({ kind, target }) => kind === "styles" && this.roots.has(target));
    this.styles = new Styles(styles ? (this.roots.get(styles.target) ?? null) : null);
  }

  /** @param {Blocks} blocks */
  read(blocks) {
    const body = child(this.main, "w:body");
    if (!body) throw new Error("another kind of office document");
    this.walk(body, blocks);
    for (const { kind, target } of this.relations.values()) {
      const root = this.roots.get(target);
      if (!(kind in OTHER_PARTS) || !root) continue;
      blocks.leaveOut(OTHER_PARTS[kind], inside(root, "w:t").map((text) => text.textContent).join(" "));
    }
  }

  /**
   * @param {Element} parent
   * @param {Blocks} blocks
   */
  walk(parent, blocks) {
    for (const element of parent.children) {
      const name = nameOf(element);
      if (name === "w:p") this.addParagraph(element, blocks);
      else if (name === "w:tbl") {
        /** @type {TableCell[][]} */
        const rows = [];
        this.collectRows(element, rows, blocks);
        addTable(blocks, rows);
      } else if (name === "w:altChunk") this.addEmbedded(attribute(element, "r:id"), blocks);
      else if (name === "a:p") blocks.add(drawnText(element));
      else if (name === "w:sdt" && isOmitted(element, blocks)) continue;
      else if (deleted.has(name)) blocks.leaveOut("deleted text", element.textContent ?? "");
      else if (!withoutText.has(name)) this.walk(element, blocks);
    }
  }

  /**
   * @param {Element} element
   * @param {Blocks} blocks
   */
  addParagraph(element, blocks) {
    const properties = child(element, "w:pPr");
    const named = child(properties, "w:pStyle");
    const style = this.styles.find(named ? attribute(named, "w:val") : this.styles.default);
    const paragraph = new Paragraph(this.styles, style, blocks);
    paragraph.collect(element.children);
    const text = paragraph.text();
    if (style.isContents) blocks.leaveOut("table of contents", text);
    else if (trim(text)) {
      const level = child(properties, "w:outlineLvl");
      const isLevel = level && attribute(level, "w:val") !== "9";
      blocks.add(text, chooseKind(element, isLevel ? "heading" : (style.kind ?? "text"), paragraph, text));
    }
    // The text of a paragraph is read first, then what is anchored in it.
    for (const box of paragraph.boxes) this.addBox(box, blocks);
  }

  /**
   * @param {Element} box
   * @param {Blocks} blocks
   */
  addBox(box, blocks) {
    const content = blocks.nested();
    if (nameOf(box) === "dgm:relIds") {
      const root = this.roots.get(this.relations.get(attribute(box, "r:dm"))?.target ?? "");
      if (!root) return;
      for (const paragraph of inside(root, "a:p")) content.add(drawnText(paragraph));
    } else this.walk(box, content);
    addBox(blocks, content);
  }

  /**
   * @param {Element} parent
   * @param {TableCell[][]} rows
   * @param {Blocks} blocks
   */
  collectRows(parent, rows, blocks) {
    for (const element of parent.children) {
      const name = nameOf(element);
      if (name === "w:tr") {
        const properties = child(element, "w:trPr");
        if (isOn(properties, "del") !== null || isOn(properties, "hidden")) {
          blocks.leaveOut("deleted or hidden rows of tables", element.textContent ?? "");
          continue;
        }
        /** @type {TableCell[]} */
        const row = [];
        this.collectCells(element, row, blocks, Boolean(isOn(properties, "tblHeader")));
        rows.push(row);
      } else if (!withoutText.has(name)) this.collectRows(element, rows, blocks);
    }
  }

  /**
   * @param {Element} parent
   * @param {TableCell[]} row
   * @param {Blocks} blocks
   * @param {boolean} isHead
   */
  collectCells(parent, row, blocks, isHead) {
    for (const element of parent.children) {
      const name = nameOf(element);
      if (name === "w:tc") {
        const properties = child(element, "w:tcPr");
        const content = blocks.nested();
        this.walk(element, content);
        const merge = child(properties, "w:vMerge");
        const continues = merge !== null && attribute(merge, "w:val") !== "restart" && !content.all.length;
        row.push({ blocks: content, columns: columnsOf(properties), isHead, continues });
      } else if (!withoutText.has(name)) this.collectCells(element, row, blocks, isHead);
    }
  }

  /**
   * Add a part in another format, such as HTML, that Word shows as part of the text.
   *
   * @param {string} id
   * @param {Blocks} blocks
   */
  addEmbedded(id, blocks) {
    const content = this.embedded.get(this.relations.get(id)?.target ?? "");
    if (content) blocks.extend(content.all);
  }
}

/** @param {Element} element */
const drawnText = (element) => inside(element, "a:t").map((text) => text.textContent).join("");

/**
 * @param {Element} element
 * @param {Kind} kind
 * @param {Paragraph} paragraph
 * @param {string} text
 * @returns {Kind}
 */
function chooseKind(element, kind, paragraph, text) {
  if (kind === "heading") return isHeading(text) ? "heading" : "text";
  const number = listOf(element);
  if (number && !number.startsWith(" ")) kind = number.startsWith("0 ") ? "text" : "item";
  if (paragraph.hasMark) kind = "item";
  if (!(paragraph.bold && isShort(text))) return kind;
  // In most templates, headings are just short and bold, some numbered too.
  const neighbours = [element.previousElementSibling, element.nextElementSibling].map(listOf);
  return kind === "item" && (!number || neighbours.includes(number)) ? "item" : "emphasis";
}

/**
 * Check whether a content control is empty but for its prompt, or a table of contents.
 *
 * @param {Element} control
 * @param {Blocks} blocks
 */
function isOmitted(control, blocks) {
  const properties = child(control, "w:sdtPr");
  if (!properties) return false;
  if (isOn(properties, "showingPlcHdr")) return true;
  const gallery = child(child(properties, "w:docPartObj"), "w:docPartGallery");
  if (attribute(gallery, "w:val") !== "Table of Contents") return false;
  blocks.leaveOut("table of contents", inside(control, "w:t").map((text) => text.textContent).join(" "));
  return true;
}

/**
 * Return the list that a paragraph belongs to and its level, or nothing and its style. List 0 is none.
 *
 * @param {Element | null} paragraph
 */
function listOf(paragraph) {
  const properties = child(paragraph, "w:pPr");
  const numbering = child(properties, "w:numPr");
  const number = child(numbering, "w:numId");
  if (number) {
    const level = child(numbering, "w:ilvl");
    return `${attribute(number, "w:val")} ${level ? attribute(level, "w:val") : "0"}`;
  }
  const style = child(properties, "w:pStyle");
  return style ? ` ${attribute(style, "w:val")}` : null;
}

/** @param {Element | null} properties */
function columnsOf(properties) {
  const span = child(properties, "w:gridSpan");
  const value = span ? attribute(span, "w:val") || "1" : "1";
  return /^\d{1,3}$/.test(value) ? Number(value) : 1;
}
