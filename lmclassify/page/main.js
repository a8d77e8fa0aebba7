/** The page itself: buttons, boxes and files. */

/** @import { Version } from "./session.js" */

import { DocumentView } from "./document_view.js";
import { Editor } from "./editor.js";
import { byId } from "./elements.js";
import { copyTable, downloadCsv } from "./export.js";
import { facts } from "./facts.js";
import { follow, judge, schedule } from "./judging.js";
import { compare, load, open, restore } from "./loading.js";
import { Model } from "./model.js";
import { offerFunctions } from "./scripting.js";
import { currentVersion, PASTED, session, shownResults } from "./session.js";
import { forget, store } from "./storage.js";
import { unpackWeights } from "./weights.js";
import { loadWording } from "./wording.js";

function listen() {
  const file = byId("file");
  byId("open").addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    await open(file.files, currentVersion());
    file.value = "";
  });
  for (const button of document.querySelectorAll("[data-example]")) {
    button.addEventListener("click", () => {
      const { name, text } = facts.examples[Number(button.getAttribute("data-example"))];
      load(currentVersion(), text, `${name} (example)`);
    });
  }
  byId("clear").addEventListener("click", () => {
    const version = currentVersion();
    load(version, "", PASTED);
    version.editor.area.focus();
  });
  byId("compare").addEventListener("click", () => compare(!session.comparing));
  byId("copy").addEventListener("click", () => {
    const done = copyTable(shownResults());
    byId("done").textContent = done ? "Copied. Paste it into Word or Excel." : "This browser does not let the page copy.";
  });
  byId("csv").addEventListener("click", () => downloadCsv(shownResults()));
  byId("print").addEventListener("click", () => print());
  byId("keep").addEventListener("change", () => {
    if (byId("keep").checked) store();
    else forget();
  });
  listenForFiles();
}

/** Files may be dropped anywhere, or pasted. */
function listenForFiles() {
  const carriesFiles = (/** @type {DataTransfer | null} */ data) => data?.types.includes("Files");
  const target = (/** @type {Event} */ event) =>
    session.versions.find(({ editor }) => editor.root.contains(/** @type {Node} */ (event.target)));
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
    open(event.dataTransfer?.files ?? [], target(event) ?? currentVersion());
  });
  addEventListener("paste", (event) => {
    const files = event.clipboardData?.files;
    if (!files?.length || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    open(files, target(event) ?? currentVersion());
  });
}

async function start() {
  const model = new Model(await unpackWeights(byId("weights").textContent));
  session.model = model;
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
    session.versions.push(version);
  }
  listen();
  restore();
  for (const version of session.versions) judge(version);
  // A link may name an example: index.html#example-1.
  const example = facts.examples[Number(/^#example-(\d+)$/.exec(location.hash)?.[1]) - 1];
  if (example && !session.versions[0].editor.text) load(session.versions[0], example.text, `${example.name} (example)`);
  document.documentElement.dataset.ready = "true";
  await loadWording(byId("wording").textContent);
  for (const version of session.versions) judge(version);
  document.documentElement.dataset.complete = "true";
}

start().catch((error) => {
  const old = !("DecompressionStream" in window);
  byId("message").textContent = old
    ? "This browser is too old for this page; it needs Chrome or Edge 80, Firefox 113, Safari 16.4 or newer."
    : `The page could not start (${error.message}). Load it again, or save it again from its source.`;
  byId("message").hidden = false;
});
