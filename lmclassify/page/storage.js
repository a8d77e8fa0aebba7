/** What the browser keeps for the next visit, if somebody wants that. */

import { byId } from "./elements.js";
import { tell } from "./messages.js";
import { session } from "./session.js";

const STORED = "lmclassify";

/** Keep the texts for the next visit, if that is wanted. */
export function store() {
  if (!byId("keep").checked) return;
  const texts = session.versions.map(({ editor, source, notes }) => ({ text: editor.text, source, notes }));
  try {
    localStorage.setItem(STORED, JSON.stringify({ comparing: session.comparing, texts }));
  } catch {
    byId("keep").checked = false;
    tell("This browser does not let the page keep anything.");
  }
}

export function forget() {
  try {
    localStorage.removeItem(STORED);
  } catch {
    // Nothing was kept.
  }
}

/** What was kept; null if nothing was, or nothing may be. */
export function readStored() {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? "null");
  } catch {
    return null;
  }
}
