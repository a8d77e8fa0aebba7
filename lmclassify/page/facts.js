/**
 * What Python hands to the page, in one place: constants, word lists, the model's shape, examples.
 *
 * Python writes them into the page as JSON, so that no list of words and no threshold stands twice.
 *
 * @typedef {"leadership" | "management" | "neither"} Label
 * @typedef {"leadership" | "management"} Side
 * @typedef {{name: string, side: Side, meaning: string}} Practice
 * @typedef {{
 *   radii: number[],
 *   label_shares: Record<Label, number>,
 *   intercept: Record<Label, number>,
 *   weights: Record<Label, Record<string, Record<Label, number>>>,
 * }} ContextFacts
 * @typedef {{name: string, text: string}} Example
 *
 * @typedef {{
 *   labels: Label[],
 *   sides: Side[],
 *   practices: Practice[],
 *   model: {
 *     labels: Label[],
 *     labelShares: Record<Label, number>,
 *     termsVersion: number,
 *     context: ContextFacts | null,
 *     terms: number,
 *     textBytes: number,
 *     labelScale: number,
 *     practiceScale: number | null,
 *   },
 *   terms: {
 *     dropped: string,
 *     escapedTwice: string,
 *     droppedEntity: string,
 *     entity: string,
 *     opening: string,
 *     openingLength: number,
 *     statementGroup: number,
 *     firstMark: string,
 *     prefixLength: number,
 *   },
 *   minMixedProduct: number,
 *   minPracticeProbability: number,
 *   minInScopeShare: number,
 *   intervalDeviations: number,
 *   usual: {
 *     n: number,
 *     quantiles: number[],
 *     minInScope: number,
 *     asked: Record<string, number>,
 *     middle: Record<string, number>,
 *     few: number,
 *   } | null,
 *   mostlyShare: number,
 *   smallWords: string,
 *   functionWords: string[],
 *   wordsShown: number,
 *   strongestShown: number,
 *   clearWords: number,
 *   contextRow: string,
 *   bullets: string,
 *   lineMarks: string,
 *   itemMark: string,
 *   headless: string,
 *   formulaMarks: string,
 *   csvColumns: string[],
 *   run: {version: string, two_way: boolean, model: Record<string, unknown>},
 *   fingerprint: string,
 *   layout: Record<string, any>,
 *   hasWording: boolean,
 *   examples: Example[],
 * }} Facts
 */

/** @type {Facts} */
export const facts = JSON.parse(
  /** @type {HTMLElement} */ (document.getElementById("facts")).textContent ?? "",
);
