/** A classified document as the report shows it: verdict, mix, practices, statements. */

/** @import { Label, Practice } from "./facts.js" */
/** @import { Model } from "./model.js" */
/** @import { Classified, DocumentResult } from "./results.js" */
/** @import { Section, Summary } from "./summary.js" */

import { printable, splitWords, trimEnd } from "./characters.js";
import { element } from "./elements.js";
import { facts } from "./facts.js";
import { capitalise, describeRivals, describeShares, describeStanding, percent } from "./phrases.js";
import { inScope } from "./summary.js";
import { updateStatements } from "./statement_list.js";
import { listWording } from "./wording.js";

const HEADING_LENGTH = 80;

/** A card that follows one of the two texts. */
export class DocumentView {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {DocumentResult | null} */
    this.result = null;
    /** @type {Label | ""} */
    this.wanted = "";
    this.head = element("div");
    this.list = element("ul", { class: "statements" });
    this.filters = element("div", { class: "filters", role: "group", "aria-label": "Show statements" },
      ...["", ...facts.labels].map((label) => element("button", {
        type: "button",
        "data-show": label,
        "aria-pressed": String(label === ""),
        onclick: () => this.filter(/** @type {Label | ""} */ (label)),
      }, label || "all")));
    this.none = element("p", {}, "No statements found: only headings or fragments.");
    this.root = element("section", { class: "document" },
      this.head, element("h3", {}, "The document"), this.filters, this.list, this.none);
  }

  /** @param {DocumentResult} result */
  show(result) {
    this.result = result;
    const source = printable(result.source);
    this.root.setAttribute("aria-label", source);
    this.head.replaceChildren(...summaryParts(result, source));
    this.items = updateStatements(this.list, this.model, () => /** @type {DocumentResult} */ (this.result));
    this.none.hidden = result.statements.length > 0;
    this.filter(this.wanted);
  }

  /** @param {Label | ""} wanted */
  filter(wanted) {
    this.wanted = wanted;
    for (const button of this.filters.children) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-show") === wanted));
    }
    for (const item of /** @type {Iterable<HTMLElement>} */ (this.list.children)) {
      item.hidden = wanted !== "" && item.dataset.label !== wanted;
    }
  }

  /**
   * Open the reasons of a statement and go there.
   *
   * @param {number} index
   */
  open(index) {
    this.filter("");
    const details = /** @type {HTMLDetailsElement | undefined} */ (this.items?.[index]?.firstElementChild);
    if (!details) return;
    details.open = true;
    /** @type {HTMLElement} */ (details.firstElementChild).focus({ preventScroll: true });
    details.scrollIntoView({ block: "center", behavior: prefersStillness() ? "auto" : "smooth" });
  }

  /**
   * Mark the statement in which the caret is; -1 if it is in none.
   *
   * @param {number} index
   */
  mark(index) {
    this.list.querySelector(".current")?.classList.remove("current");
    this.items?.[index]?.classList.add("current");
  }
}

export const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * @param {DocumentResult} result
 * @param {string} source
 */
function summaryParts(result, source) {
  const { summary, notes } = result;
  return [
    element("h2", {}, source),
    element("p", { class: "verdict" }, capitalise(summary.verdict)),
    summary.rivals.length > 0 && element("p", { class: "rivals" }, `${capitalise(describeRivals(summary))}.`),
    inScope(summary.counts) > 0 && element("p", { class: "what" }, describeShares(summary)),
    summary.leadership !== null && element("p", { class: "what" }, `${describeStanding(summary)}.`),
    ...notes.map((note) => element("p", { class: "what" }, `Note: ${note}`)),
    bar(summary),
    element("ul", { class: "key" }, ...facts.labels.map((label) =>
      element("li", {},
        element("span", { class: `dot ${label}`, "aria-hidden": "true" }),
        `${label} `,
        element("b", {}, String(summary.counts[label]))))),
    ...strongest(result),
    ...sectionTable(result),
    ...profile(summary),
    ...wordingParts(result),
  ].filter((part) => part !== false);
}

/** @param {Summary} summary */
export function bar({ counts }) {
  return barOf(facts.labels, counts, facts.labels.reduce((sum, label) => sum + counts[label], 0), "div");
}

/**
 * @param {Label[]} labels
 * @param {Record<Label, number>} counts
 * @param {number} total
 * @param {"div" | "span"} tag
 */
function barOf(labels, counts, total, tag) {
  return element(tag, { class: "bar", "aria-hidden": "true" }, ...labels.filter((label) => counts[label]).map((label) => {
    const part = element("span", { class: label });
    part.style.width = `${((100 * counts[label]) / total).toFixed(2)}%`;
    return part;
  }));
}

/** @param {DocumentResult} result */
function strongest({ statements, summary }) {
  if (summary.verdict === "withheld") return [];
  const isFragment = (/** @type {Classified} */ { text }) => Number(splitWords(text).length < facts.clearWords);
  const columns = facts.sides.flatMap((side) => {
    const own = statements.filter(({ prediction }) => prediction.label === side);
    own.sort((a, b) => isFragment(a) - isFragment(b) || b.prediction.confidence - a.prediction.confidence);
    const shown = own.slice(0, facts.strongestShown).map(({ text }) => element("li", {}, printable(text)));
    const title = element("h3", {}, `Clearest statements of ${side}`);
    return own.length ? [element("div", {}, title, element("ul", {}, ...shown))] : [];
  });
  return columns.length ? [element("div", { class: "strongest" }, ...columns)] : [];
}

/** @param {Summary} summary */
function profile({ practices }) {
  if (!practices) return [];
  const most = Math.max(1, ...Object.values(practices));
  const row = (/** @type {Practice} */ { name, meaning }) => {
    const count = practices[name];
    const fill = element("span", { class: "fill" });
    fill.style.width = `${((100 * count) / most).toFixed(1)}%`;
    return element("tr", { class: count ? "" : "none" },
      element("th", { scope: "row" }, `${name} `, element("small", {}, meaning),
        facts.usual && element("small", {}, `${percent(facts.usual.asked[name])} of real documents ask for it`)),
      element("td", { class: "meter", "aria-hidden": "true" }, count > 0 && fill),
      element("td", { class: "count" }, String(count)));
  };
  return [
    element("h3", {}, "Practices, with the number of statements that clearly ask for each"),
    element("div", { class: "profile" }, ...facts.sides.map((side) =>
      element("table", { class: side },
        element("caption", {}, side),
        element("tbody", {}, ...facts.practices.filter((practice) => practice.side === side).map(row))))),
  ];
}

/** @param {DocumentResult} result */
function wordingParts(result) {
  const found = listWording(result);
  if (!found.length) return [];
  return [
    element("h3", {}, "What it asks for little or not at all, and how others say it"),
    element("p", { class: "what" }, "Statements of other posts, those most like this one first. " +
      `${facts.layout.wording.LICENCE} Whether the post needs them is for you to say.`),
    element("div", { class: "wording" }, ...found.map(({ practice, meaning, examples }) =>
      element("section", {},
        element("h4", {}, `${practice} `, element("small", {}, meaning)),
        element("ul", {}, ...examples.map((text) => element("li", {}, text)))))),
  ];
}

/**
 * Show how the sections differ, if there are several.
 *
 * @param {DocumentResult} result
 */
function sectionTable({ sections }) {
  const own = sections.length > 1 ? sections.filter(({ counts }) => inScope(counts)) : [];
  if (!own.length) return [];
  const head = (/** @type {string} */ name) => element("th", { scope: "col" }, name);
  return [
    element("h3", {}, "Section by section"),
    element("table", { class: "sections" },
      element("thead", {}, element("tr", {},
        head("heading in the document"), ...facts.sides.map(head), head("statements"))),
      element("tbody", {}, ...own.map(sectionRow))),
  ];
}

/** @param {Section} section */
function sectionRow({ heading, counts }) {
  const n = facts.labels.reduce((sum, label) => sum + counts[label], 0);
  return element("tr", {},
    element("th", { scope: "row" }, shorten(printable(heading)) || facts.headless, barOf(facts.sides, counts, n, "span")),
    ...facts.sides.map((side) => element("td", counts[side] ? {} : { class: "none" }, String(counts[side]))),
    element("td", {}, String(n)));
}

/** @param {string} text */
const shorten = (text) => (text.length <= HEADING_LENGTH ? text : `${trimEnd(text.slice(0, HEADING_LENGTH - 1))}…`);
