/** The text of one paragraph of a Word document: `readers/word_text.py` once more. */

/** @import { Blocks } from "./layout.js" */
/** @import { Style, Styles } from "./word_styles.js" */

import { trim } from "./characters.js";
import { typedMark } from "./layout.js";
import { attribute, child, inside, nameOf } from "./package.js";
import { isOn, noStyle } from "./word_styles.js";

export const deleted = new Set(["w:del", "w:moveFrom"]);
export const withoutText = new Set(
  ("pPr rPr tblPr tblGrid tblPrEx trPr tcPr sdtPr sdtEndPr sectPr rt instrText delText delInstrText " +
    "bookmarkStart bookmarkEnd proofErr").split(" ").map((name) => `w:${name}`),
);
const boxes = new Set(["w:txbxContent", "a:p", "dgm:relIds"]);
/** @type {Record<string, string>} */
const characters = { "w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-" };
const symbolFont = /^(?:Wingdings|Webdings|Symbol)/;

/** Collects the runs of a paragraph, and the boxes that are anchored in it. */
export class Paragraph {
  /**
   * @param {Styles} styles
   * @param {Style} style
   * @param {Blocks} blocks
   */
  constructor(styles, style, blocks) {
    this.styles = styles;
    this.style = style;
    this.blocks = blocks;
    /** @type {Element[]} */
    this.boxes = [];
    this.bold = true;
    this.hasMark = false;
    this.hasText = false;
    this.collected = "";
  }

  /** Return the text without a typed bullet. */
  text() {
    const mark = typedMark.match(this.collected);
    if (!mark) return this.collected;
    this.hasMark = true;
    return this.collected.slice(mark.end);
  }

  /**
   * Collect the text in elements that are part of the paragraph.
   *
   * @param {Iterable<Element>} elements
   */
  collect(elements) {
    for (const element of elements) {
      const name = nameOf(element);
      if (name === "w:r") this.collectRun(element);
      else if (boxes.has(name)) this.boxes.push(element);
      else if (name === "m:t") this.collected += element.textContent;
      else if (deleted.has(name)) this.blocks.leaveOut("deleted text", element.textContent ?? "");
      else if (name === "mc:AlternateContent") {
        // The first choice; the others are for old programs.
        this.collect([...element.children].slice(0, 1));
      } else if (name === "w:sdt" && isOn(child(element, "w:sdtPr"), "showingPlcHdr")) {
        continue; // the prompt of an empty control
      } else if (!withoutText.has(name)) this.collect(element.children);
    }
  }

  /** @param {Element} run */
  collectRun(run) {
    const properties = child(run, "w:rPr");
    const named = child(properties, "w:rStyle");
    const style = named ? this.styles.find(attribute(named, "w:val")) : noStyle;
    if (style.isPrompt) return;
    if (isOn(properties, "vanish") ?? style.hidden ?? this.style.hidden) {
      this.blocks.leaveOut("hidden text", inside(run, "w:t").map((text) => text.textContent).join(""));
      return;
    }
    const bold = isOn(properties, "b") ?? style.bold ?? this.style.bold;
    for (const element of run.children) {
      const name = nameOf(element);
      if (name === "w:t") {
        const text = element.textContent ?? "";
        this.addText(text, properties);
        this.bold &&= Boolean(bold) || !trim(text);
      } else if (name in characters) this.collected += characters[name];
      else if (!withoutText.has(name)) this.collect([element]);
    }
  }

  /**
   * @param {string} text
   * @param {Element | null} properties
   */
  addText(text, properties) {
    const font = attribute(child(properties, "w:rFonts"), "w:ascii");
    if (symbolFont.test(font) && [...trim(text)].length === 1) {
      // A picture, mostly a bullet.
      this.hasMark ||= !this.hasText;
      return;
    }
    this.collected += text;
    this.hasText ||= Boolean(trim(text));
  }
}
