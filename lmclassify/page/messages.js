/** Messages above the boxes. */

import { byId, element } from "./elements.js";

/** Hide what was said before an edit, unless it offers something. */
export function forgetMessages() {
  byId("done").textContent = "";
  if (!byId("message").querySelector("button")) tell("");
}

/**
 * Show a message, with a button if there is something to do about it.
 *
 * @param {string} text
 * @param {string} [action]
 * @param {() => void} [onclick]
 */
export function tell(text, action = "", onclick = () => {}) {
  const message = byId("message");
  message.replaceChildren(text, action && element("button", { type: "button", class: "link", onclick }, action));
  message.hidden = !text;
}
