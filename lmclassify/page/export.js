/** Results for other programs: a table for the clipboard, a file for spreadsheets. */

/** @import { DocumentResult } from "./results.js" */

import { printable } from "./characters.js";
import { element } from "./elements.js";
import { facts } from "./facts.js";
import { fixed } from "./numbers.js";
import { originFields, statementRecords } from "./results.js";

const formulaMarks = new Set(facts.formulaMarks);

/**
 * Put an apostrophe before a text that a spreadsheet may take for a formula.
 *
 * @param {string} text
 */
export const escapeFormula = (text) => (formulaMarks.has(text[0]) ? `'${text}` : text);

/** @param {string} text */
const quote = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The rows of `lmclassify classify --format csv`, with formulas escaped.
 *
 * @param {DocumentResult[]} results
 */
export function csv(results) {
  const origin = originFields();
  const rows = results.flatMap(statementRecords).map((record) => {
    const flat = /** @type {Record<string, unknown>} */ ({ ...record, ...record.probabilities, ...origin });
    return facts.csvColumns.map((column) => {
      const value = flat[column] ?? "";
      // Python writes truth with a capital.
      if (typeof value === "boolean") return value ? "True" : "False";
      return typeof value === "string" ? escapeFormula(printable(value)) : String(value);
    });
  });
  return [facts.csvColumns, ...rows].map((row) => `${row.map(quote).join(",")}\n`).join("");
}

/** @param {DocumentResult[]} results */
export function downloadCsv(results) {
  // Without the mark at the beginning, Excel takes UTF-8 for another encoding.
  const url = URL.createObjectURL(new Blob(["\ufeff", csv(results)], { type: "text/csv" }));
  element("a", { href: url, download: "statements.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/**
 * Copy the statements as a table, which Word and Excel both understand.
 *
 * @param {DocumentResult[]} results
 * @returns {boolean} whether the browser did it
 */
export function copyTable(results) {
  const several = results.length > 1;
  const head = [...(several ? ["document"] : []), "statement", "label", "confidence", "practice"];
  const rows = results.flatMap(({ source, statements }) => statements.map(({ text, prediction, practice }) => [
    ...(several ? [escapeFormula(printable(source))] : []),
    escapeFormula(printable(text)),
    prediction.label,
    fixed(prediction.confidence, 2),
    practice ?? "",
  ]));
  const cells = (/** @type {"th" | "td"} */ tag, /** @type {string[]} */ row) =>
    element("tr", {}, ...row.map((cell) => element(tag, {}, cell)));
  const table = element("table", {}, cells("th", head), ...rows.map((row) => cells("td", row)));
  const copy = (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    event.clipboardData?.setData("text/html", table.outerHTML);
    event.clipboardData?.setData("text/plain", [head, ...rows].map((row) => `${row.join("\t")}\n`).join(""));
  };
  document.addEventListener("copy", copy, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", copy);
  return done;
}
