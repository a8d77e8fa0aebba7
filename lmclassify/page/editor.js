/** A box to write in whose statements are tinted while one types. */

/** @import { DocumentResult } from "./results.js" */

import { element, updateChildren } from "./elements.js";

const TINTED_UP_TO = 400000;
/** Characters; a longer text is judged all the same, but not tinted in the box. */

/** A textarea over a copy of its text in which the statements are marked. */
export class Editor {
  /**
   * @param {HTMLElement} root has a textarea and, below it, the mirror
   * @param {{onedit: () => void, oncaret: (place: number) => void}} listeners
   */
  constructor(root, { onedit, oncaret }) {
    this.root = root;
    this.area = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
    this.mirror = /** @type {HTMLElement} */ (root.querySelector(".mirror"));
    this.area.addEventListener("input", onedit);
    for (const event of ["keyup", "click", "focus"]) {
      this.area.addEventListener(event, () => oncaret(this.area.selectionStart));
    }
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.area.setSelectionRange(0, 0);
  }

  /** @param {Pick<DocumentResult, "text" | "statements">} result */
  tint({ text, statements }) {
    /** @type {{text: string, label: string}[]} */
    const pieces = [];
    let last = 0;
    for (const { start, end, prediction } of text.length <= TINTED_UP_TO ? statements : []) {
      if (start > last) pieces.push({ text: text.slice(last, start), label: "" });
      pieces.push({ text: text.slice(start, end), label: prediction.label });
      last = end;
    }
    // A line feed at the very end takes no room of its own.
    pieces.push({ text: `${text.slice(last)}\u200b`, label: "" });
    updateChildren(this.mirror, pieces.map((piece) => `${piece.label} ${piece.text}`), (i) =>
      pieces[i].label
        ? element("mark", { class: pieces[i].label }, pieces[i].text)
        : document.createTextNode(pieces[i].text),
    );
  }
}
