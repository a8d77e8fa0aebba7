/** What the page shows at the moment: the model, two boxes, and whether they are compared. */

/** @import { DocumentView } from "./document_view.js" */
/** @import { Editor } from "./editor.js" */
/** @import { Model } from "./model.js" */
/** @import { DocumentResult } from "./results.js" */

export const PASTED = "Pasted text";

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

/**
 * `took` is how many milliseconds judging took.
 *
 * @type {{ model: Model | undefined, comparing: boolean, took: number, versions: Version[] }}
 */
export const session = { model: undefined, comparing: false, took: 0, versions: [] };

/** The box that files and examples go to. */
export const currentVersion = () => session.versions[session.comparing ? 1 : 0];

/** @returns {DocumentResult[]} */
export function shownResults() {
  const shown = session.comparing ? session.versions : session.versions.slice(0, 1);
  return shown.flatMap(({ result }) => result ?? []);
}
