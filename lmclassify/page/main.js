/** The page itself: two boxes, what follows when they change, and what scripts may call. */

/** @import { Label } from "./facts.js" */
/** @import { DocumentResult } from "./results.js" */

import { showComparison } from "./comparison.js";
import { DocumentView } from "./document_view.js";
import { readDocument } from "./documents.js";
import { Editor } from "./editor.js";
import { byId, element } from "./elements.js";
import { explain } from "./explanation.js";
import { copyTable, downloadCsv } from "./export.js";
import { facts } from "./facts.js";
import { Model } from "./model.js";
import { capitalise, counted, describeShares, percent, shownProbability } from "./phrases.js";
import { tidy } from "./plain_text.js";
import { classifyDocument, documentRecord, explanationRecord, originFields, statementRecord } from "./results.js";
import { outline } from "./statements.js";
import { linesBetween } from "./statement_list.js";
import { inScope } from "./summary.js";
import { terms } from "./terms.js";
import { unpackWeights } from "./weights.js";

const PASTED = "Pasted text";
const STORED = "lmclassify";
const QUICK = 30;
/** Milliseconds; if judging takes longer, it waits for a pause in typing. */

/**
 * @typedef {{
 *   editor: Editor,
 *   view: DocumentView,
 *   source: string,
 *   notes: string[],
 *   result: DocumentResult | null,
 *   timer: number,
 * }} Version
 */

/** @type {Model | undefined} */
let model;
let comparing = false;
let took = 0;
/** @type {Version[]} */
const versions = [];
/** @type {number} */
let announceTimer;

/** @param {Version} version */
function judge(version) {
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
  took = performance.now() - started;
}

/** @param {Version} version */
function schedule(version) {
  clearTimeout(version.timer);
  if (took < QUICK) judge(version);
  else version.timer = window.setTimeout(() => judge(version), Math.min(400, 2 * took));
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
  const [first, second] = versions;
  const results = shownResults();
  byId("empty").hidden = results.length > 0;
  byId("actions").hidden = !results.length;
  const comparison = byId("comparison");
  comparison.hidden = !(comparing && first.result && second.result);
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

/** @returns {DocumentResult[]} */
function shownResults() {
  const shown = comparing ? versions : versions.slice(0, 1);
  return shown.flatMap(({ result }) => result ?? []);
}

/** Say in which statement the caret is, and offer its reasons. */
function follow(/** @type {Version} */ { editor, result, view }, /** @type {number} */ place) {
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

/**
 * Put a text into a box; what was there can be brought back.
 *
 * @param {Version} version
 * @param {string} text
 * @param {string} source
 * @param {string[]} [notes]
 */
function load(version, text, source, notes = []) {
  const before = { text: version.editor.text, source: version.source, notes: version.notes };
  Object.assign(version, { source, notes });
  version.editor.text = text.replace(/\r\n?/g, "\n");
  follow(version, -1);
  judge(version);
  if (!before.text.trim() || before.text === version.editor.text) return tell("");
  tell(text ? `${source} replaced the text in the box. ` : "The box was emptied. ", "Bring it back", () =>
    load(version, before.text, before.source, before.notes));
}

/**
 * Show a message, with a button if there is something to do about it.
 *
 * @param {string} text
 * @param {string} [action]
 * @param {() => void} [onclick]
 */
function tell(text, action = "", onclick = () => {}) {
  const message = byId("message");
  message.replaceChildren(text, action && element("button", { type: "button", class: "link", onclick }, action));
  message.hidden = !text;
}

/**
 * Open files: one replaces the text of a box, two are compared.
 *
 * @param {Iterable<File>} files
 * @param {Version} [version]
 */
async function open(files, version) {
  const all = [...files];
  if (all.length > 1) compare(true);
  const targets = all.length > 1 || !version ? versions : [version];
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
function compare(wanted) {
  if (wanted === comparing) return;
  const [first, second] = versions;
  comparing = wanted;
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
    first.source = named(second.source, "");
    first.notes = second.notes;
    first.editor.text = second.editor.text;
    judge(first);
  }
}

/**
 * @param {string} source
 * @param {string} when
 */
const named = (source, when) => source.replace(/ \((before|after)\)$/, "") + (when && ` (${when})`);

function nameBoxes() {
  const label = /** @type {HTMLElement} */ (versions[0].editor.root.querySelector("label"));
  label.textContent = comparing ? "Before" : "Text of the job description";
}

/** Keep the texts for the next visit, if that is wanted. */
function store() {
  if (!byId("keep").checked) return;
  const texts = versions.map(({ editor, source, notes }) => ({ text: editor.text, source, notes }));
  try {
    localStorage.setItem(STORED, JSON.stringify({ comparing, texts }));
  } catch {
    byId("keep").checked = false;
    tell("This browser does not let the page keep anything.");
  }
}

function restore() {
  try {
    const stored = JSON.parse(localStorage.getItem(STORED) ?? "null");
    if (!stored) return;
    byId("keep").checked = true;
    if (stored.comparing) compare(true);
    versions.forEach((version, i) => {
      const { text, source, notes } = stored.texts[i];
      if (i && !comparing) return;
      Object.assign(version, { source, notes });
      version.editor.text = text;
    });
  } catch {
    // Nothing is kept, or nothing may be.
  }
}

function listen() {
  const file = byId("file");
  byId("open").addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    await open(file.files, versions[comparing ? 1 : 0]);
    file.value = "";
  });
  for (const button of document.querySelectorAll("[data-example]")) {
    button.addEventListener("click", () => {
      const { name, text } = facts.examples[Number(button.getAttribute("data-example"))];
      load(versions[comparing ? 1 : 0], text, `${name} (example)`);
    });
  }
  byId("clear").addEventListener("click", () => {
    const version = versions[comparing ? 1 : 0];
    load(version, "", PASTED);
    version.editor.area.focus();
  });
  byId("compare").addEventListener("click", () => compare(!comparing));
  byId("copy").addEventListener("click", () => {
    const done = copyTable(shownResults());
    byId("done").textContent = done ? "Copied. Paste it into Word or Excel." : "This browser does not let the page copy.";
  });
  byId("csv").addEventListener("click", () => downloadCsv(shownResults()));
  byId("print").addEventListener("click", () => print());
  byId("keep").addEventListener("change", () => {
    if (byId("keep").checked) return store();
    try {
      localStorage.removeItem(STORED);
    } catch {
      // Nothing was kept.
    }
  });
  listenForFiles();
}

/** Files may be dropped anywhere, or pasted. */
function listenForFiles() {
  const carriesFiles = (/** @type {DataTransfer | null} */ data) => data?.types.includes("Files");
  const target = (/** @type {Event} */ event) =>
    versions.find(({ editor }) => editor.root.contains(/** @type {Node} */ (event.target)));
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    document.body.classList.remove("dropping");
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    open(event.dataTransfer?.files ?? [], target(event) ?? versions[comparing ? 1 : 0]);
  });
  addEventListener("paste", (event) => {
    const files = event.clipboardData?.files;
    if (!files?.length || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    open(files, target(event) ?? versions[comparing ? 1 : 0]);
  });
}

/**
 * @param {Model} ready
 * @param {string} text
 */
function classifyText(ready, text) {
  const prediction = ready.predict(text);
  const statement = { text, start: 0, end: [...text].length };
  return statementRecord("--text", statement, prediction, null);
}

/** @param {unknown} text */
function checkText(text) {
  if (typeof text !== "string") throw new TypeError("text is not a string");
  if (!text.trim()) throw new RangeError("text is empty");
  return text;
}

/**
 * @param {Model} ready
 */
function offerFunctions(ready) {
  Object.assign(window, {
    lmclassify: {
      /** The terms of a statement. */
      terms,
      /** As `lmclassify classify --text TEXT --format jsonl`. */
      classify: (/** @type {string} */ text) =>
        ({ ...classifyText(ready, checkText(text)), ...originFields() }),
      /** As `lmclassify explain TEXT --format json`. */
      explain: (/** @type {string} */ text) =>
        explanationRecord(explain(ready, checkText(text), ready.predict(text))),
      /** As one of the documents of `lmclassify classify --format json`. */
      classifyDocument: (/** @type {string} */ text, source = PASTED) =>
        documentRecord(classifyDocument(ready, text, source)),
      /** The practice of a statement, if one is clear. */
      practice: (/** @type {string} */ text) => ready.practice(checkText(text), ready.predict(text).label),
      /** The parts of a text, each with its kind and whether only its place makes it a heading. */
      outline: (/** @type {string} */ text) =>
        outline(text).map(({ kind, start, end, likely }) => [kind, text.slice(start, end), Boolean(likely)]),
      /** A plain text with what copying broke put together, and notes. */
      tidy,
      /** The text of a file, and notes on how it was read. */
      readDocument,
      /** How many statements have been scored; those that did not change are not scored again. */
      get scored() {
        return ready.scored;
      },
    },
  });
}

async function start() {
  model = new Model(await unpackWeights(byId("weights").textContent));
  offerFunctions(model);
  for (const root of /** @type {Iterable<HTMLElement>} */ (document.querySelectorAll(".editor"))) {
    const view = new DocumentView(model);
    view.root.hidden = true;
    byId("documents").append(view.root);
    /** @type {Version} */
    const version = {
      editor: new Editor(root, {
        onedit: () => schedule(version),
        oncaret: (place) => follow(version, place),
      }),
      view,
      source: PASTED,
      notes: [],
      result: null,
      timer: 0,
    };
    versions.push(version);
  }
  listen();
  restore();
  for (const version of versions) judge(version);
  // A link may name an example: index.html#example-1.
  const example = facts.examples[Number(/^#example-(\d+)$/.exec(location.hash)?.[1]) - 1];
  if (example && !versions[0].editor.text) load(versions[0], example.text, `${example.name} (example)`);
  document.documentElement.dataset.ready = "true";
}

start().catch((error) => {
  const old = !("DecompressionStream" in window);
  byId("message").textContent = old
    ? "This browser is too old for this page; it needs Chrome or Edge 80, Firefox 113, Safari 16.4 or newer."
    : `The page could not start (${error.message}). Load it again, or save it again from its source.`;
  byId("message").hidden = false;
});
