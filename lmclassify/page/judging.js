/** What follows when the text of a box changes. */

/** @import { DocumentResult } from "./results.js" */
/** @import { Version } from "./session.js" */

import { showComparison } from "./comparison.js";
import { byId, element } from "./elements.js";
import { forgetMessages } from "./messages.js";
import { capitalise, counted, describeShares, percent, shownProbability } from "./phrases.js";
import { classifyDocument } from "./results.js";
import { session, shownResults } from "./session.js";
import { linesBetween } from "./statement_list.js";
import { store } from "./storage.js";
import { inScope } from "./summary.js";

const QUICK = 30;
/** Milliseconds; if judging takes longer, it waits for a pause in typing. */

/** @type {number} */
let announceTimer;

/** @param {Version} version */
export function judge(version) {
  const { model } = session;
  if (!model) return;
  const started = performance.now();
  const { editor, view, source, notes } = version;
  const { text } = editor;
  version.result = text.trim() ? classifyDocument(model, text, source, notes) : null;
  editor.tint(version.result ?? { text, statements: [] });
  view.root.hidden = !version.result;
  if (version.result) view.show(version.result);
  describe(version);
  if (document.activeElement === editor.area) follow(version, editor.area.selectionStart);
  showWhole();
  session.took = performance.now() - started;
}

/**
 * Judge a text now, or in a pause of typing if that takes long.
 *
 * @param {Version} version
 */
export function schedule(version) {
  forgetMessages();
  clearTimeout(version.timer);
  if (session.took < QUICK) judge(version);
  else version.timer = window.setTimeout(() => judge(version), Math.min(400, 2 * session.took));
}

/** Say below a box how much of it was judged. */
function describe(/** @type {Version} */ { editor, result }) {
  const status = /** @type {HTMLElement} */ (editor.root.querySelector(".status"));
  if (!result) return status.replaceChildren("");
  let last = 0;
  let between = 0;
  for (const { start, end } of [...result.statements, { start: result.text.length, end: 0 }]) {
    between += linesBetween(result.text.slice(last, start)).length;
    last = end;
  }
  const left = between ? `; ${counted(between, "line")} not judged: headings, contact details, openings of lists` : "";
  status.replaceChildren(`${counted(result.statements.length, "statement")}${left}.`);
}

/** Show what depends on both boxes. */
function showWhole() {
  const [first, second] = session.versions;
  const results = shownResults();
  byId("empty").hidden = results.length > 0;
  byId("actions").hidden = !results.length;
  const comparison = byId("comparison");
  comparison.hidden = !(session.comparing && first.result && second.result);
  if (!comparison.hidden) {
    showComparison(comparison, /** @type {DocumentResult} */ (first.result), /** @type {DocumentResult} */ (second.result));
  }
  document.title = results.length
    ? `Leadership and management: ${results.map(({ source }) => source).join(", ")}`
    : "Leadership or management?";
  store();
  clearTimeout(announceTimer);
  announceTimer = window.setTimeout(announce, 1200, results);
}

/** Tell screen readers the verdict once somebody has stopped typing. */
function announce(/** @type {DocumentResult[]} */ results) {
  byId("announcement").textContent = results.map(({ source, summary }) =>
    `${source}: ${capitalise(summary.verdict)}. ${inScope(summary.counts) ? describeShares(summary) : ""}`).join(" ");
}

/** Say in which statement the caret is, and offer its reasons. */
export function follow(/** @type {Version} */ { editor, result, view }, /** @type {number} */ place) {
  const next = result?.statements.findIndex(({ end }) => place <= end) ?? -1;
  // The bullet before a statement belongs to it.
  const before = result?.text.slice(place, result.statements[next]?.start) ?? "";
  const index = /^[^\p{L}\n]*$/u.test(before) ? next : -1;
  view.mark(index);
  const line = /** @type {HTMLElement} */ (editor.root.querySelector(".caret"));
  const statement = result?.statements[index];
  line.hidden = !statement;
  if (!statement) return;
  const { label, confidence, mixed } = statement.prediction;
  const practice = statement.practice ? `, ${statement.practice}` : "";
  line.replaceChildren(
    element("span", { class: `dot ${label}`, "aria-hidden": "true" }),
    `Here: ${label} ${percent(shownProbability(confidence))}${mixed ? ", both" : ""}${practice} `,
    element("button", { type: "button", class: "link", onclick: () => view.open(index) }, "Why?"),
  );
}
