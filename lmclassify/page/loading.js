/** What comes into the boxes: files, examples, what was kept; and the second box. */

/** @import { Version } from "./session.js" */

import { readDocument } from "./documents.js";
import { byId } from "./elements.js";
import { follow, judge } from "./judging.js";
import { tell } from "./messages.js";
import { capitalise } from "./phrases.js";
import { session } from "./session.js";
import { readStored } from "./storage.js";

/**
 * Put a text into a box; what was there can be brought back.
 *
 * @param {Version} version
 * @param {string} text
 * @param {string} source
 * @param {string[]} [notes]
 */
export function load(version, text, source, notes = []) {
  const before = { text: version.editor.text, source: version.source, notes: version.notes };
  Object.assign(version, { source, notes });
  version.editor.text = text.replace(/\r\n?/g, "\n");
  follow(version, -1);
  judge(version);
  if (!before.text.trim() || before.text === version.editor.text) return tell("");
  const box = boxName(version);
  tell(text ? `${source} replaced the text in ${box}. ` : `${capitalise(box)} was emptied. `, "Bring it back", () =>
    load(version, before.text, before.source, before.notes));
}

/**
 * Open files: one replaces the text of a box, two are compared.
 *
 * @param {Iterable<File>} files
 * @param {Version} [version]
 */
export async function open(files, version) {
  const all = [...files];
  if (all.length > 1) compare(true);
  const targets = all.length > 1 || !version ? session.versions : [version];
  const problems = [];
  for (const [i, file] of all.slice(0, 2).entries()) {
    try {
      const { text, notes } = await readDocument(file.name, new Uint8Array(await file.arrayBuffer()));
      load(targets[i], text, file.name, notes);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (all.length > 2) problems.push("Only the first two files were opened: two texts can be compared.");
  if (problems.length) tell(problems.join(" "));
}

/** @param {boolean} wanted */
export function compare(wanted) {
  if (wanted === session.comparing) return;
  const [first, second] = session.versions;
  session.comparing = wanted;
  document.body.classList.toggle("comparing", wanted);
  byId("compare").setAttribute("aria-pressed", String(wanted));
  second.editor.root.hidden = !wanted;
  second.view.root.hidden = true;
  nameBoxes();
  if (wanted) {
    first.source = named(first.source, "before");
    second.editor.text = first.editor.text;
    second.source = named(first.source, "after");
    second.notes = first.notes;
    judge(first);
    judge(second);
    second.editor.area.focus();
  } else {
    const before = { text: first.editor.text, source: named(first.source, ""), notes: first.notes };
    first.source = named(second.source, "");
    first.notes = second.notes;
    first.editor.text = second.editor.text;
    judge(first);
    if (before.text.trim() && before.text !== first.editor.text) {
      tell("The After text was kept, and the Before text put aside. ", "Restore the Before text", () =>
        load(first, before.text, before.source, before.notes));
    }
  }
}

/** @param {Version} version */
function boxName(version) {
  if (!session.comparing) return "the box";
  return version === session.versions[0] ? "the box Before" : "the box After";
}

/**
 * @param {string} source
 * @param {string} when
 */
const named = (source, when) => source.replace(/ \((before|after)\)$/, "") + (when && ` (${when})`);

function nameBoxes() {
  const label = /** @type {HTMLElement} */ (session.versions[0].editor.root.querySelector("label"));
  label.textContent = session.comparing ? "Before" : "Text of the job description";
}

/** Bring back what was kept at the last visit. */
export function restore() {
  try {
    const stored = readStored();
    if (!stored) return;
    byId("keep").checked = true;
    if (stored.comparing) compare(true);
    session.versions.forEach((version, i) => {
      const { text, source, notes } = stored.texts[i];
      if (i && !session.comparing) return;
      Object.assign(version, { source, notes });
      version.editor.text = text;
    });
  } catch {
    // What is kept is not what this page keeps.
  }
}
