/** How others say it, statements of the corpus: `lmclassify/output/wording.py` once more. */

/** @import { Classified, DocumentResult } from "./results.js" */
/** @import { Summary } from "./summary.js" */

import { trim } from "./characters.js";
import { facts } from "./facts.js";
import { inScope } from "./summary.js";
import { words } from "./terms.js";
import { inflate } from "./weights.js";

/**
 * @typedef {Map<string, number>} Vector
 * @typedef {{text: string, practice: string, sector: string, form: string, vector: Vector}} Candidate
 * @typedef {{practice: string, meaning: string, examples: string[]}} Wording
 */

const {
  DUTY_WEIGHT, FOREIGN_PENALTY, FORM_BONUS, KNOWN, N_SHOWN, RARE_SHARE, SECTOR_BONUS, SECTOR_NEIGHBOURS, SECTOR_SIZE,
  TITLE_WEIGHT, TOO_SIMILAR,
} = facts.layout.wording;
const functionWords = new Set(facts.functionWords);

/** @type {Index | undefined} */
let index;

/**
 * Unpack the statements that can be shown.
 *
 * @param {string} base64
 */
export async function loadWording(base64) {
  if (!facts.hasWording || index) return;
  const lines = new TextDecoder().decode(await inflate(base64)).split("\n");
  index = new Index(lines.map((line) => line.split("\t")));
}

/**
 * List statements of the practices that a document asks for little or not at all.
 *
 * @param {DocumentResult} result
 * @returns {Wording[]}
 */
export function listWording(result) {
  const rare = ["neither", "withheld"].includes(result.summary.verdict) ? [] : findRarePractices(result.summary);
  if (!index || !rare.length) return [];
  const found = index.find(result);
  return facts.practices.filter(({ name }) => rare.includes(name))
    .map(({ name, meaning }) => ({ practice: name, meaning, examples: found(name) }));
}

/** @param {Summary} summary */
function findRarePractices({ practices, counts }) {
  const { usual } = facts;
  return Object.entries(practices ?? {}).filter(([name, count]) =>
    count === 0 || count < (usual ? usual.few * usual.middle[name] : 0) * inScope(counts)).map(([name]) => name);
}

/** The statements, with their TF-IDF vectors. */
class Index {
  /** @param {string[][]} rows practice, sector and text of each statement */
  constructor(rows) {
    const counts = rows.map(([, , text]) => countWords(text));
    /** @type {Map<string, number>} */
    const frequency = new Map();
    for (const count of counts) for (const word of count.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    const n = rows.length;
    this.idf = new Map([...frequency].map(([word, own]) => [word, Math.log((1 + n) / (1 + own)) + 1]));
    this.rareIdf = Math.log((1 + n) / (1 + RARE_SHARE * n)) + 1;
    /** @type {Candidate[]} */
    this.candidates = rows.map(([practice, sector, text], i) => ({
      text,
      practice: facts.practices[Number(practice)].name,
      sector,
      form: form(text),
      vector: this.vectorise(counts[i]),
    }));
  }

  /**
   * @param {Map<string, number>} counts
   * @returns {Vector}
   */
  vectorise(counts) {
    /** @type {Vector} */
    const vector = new Map();
    for (const [word, count] of counts) {
      const idf = this.idf.get(word);
      if (idf !== undefined) vector.set(word, (1 + Math.log(count)) * idf);
    }
    const length = Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0)) || 1;
    for (const [word, value] of vector) vector.set(word, value / length);
    return vector;
  }

  /**
   * Rank the statements for a document; the result chooses those of a practice.
   *
   * @param {DocumentResult} result
   * @returns {(practice: string) => string[]}
   */
  find(result) {
    const { statements } = result;
    const own = statements.map(({ text }) => this.vectorise(countWords(text)));
    const document = this.vectorise(countDocumentWords(result));
    const scores = this.candidates.map(({ vector }) => cosine(vector, document));
    const sectors = this.sectorShares(scores);
    const duties = statements.filter(isInScope);
    const forms = countOf((duties.length ? duties : statements).map(({ text }) => form(text)));
    const total = Math.max(duties.length || statements.length, 1);
    const weighted = this.candidates.map((candidate, i) =>
      scores[i] *
      (1 + SECTOR_BONUS * (sectors.get(candidate.sector) ?? 0)) *
      (1 + (FORM_BONUS * (forms.get(candidate.form) ?? 0)) / total) *
      (1 - FOREIGN_PENALTY * this.foreignPart(candidate.vector, document)));
    const order = [...weighted.keys()].sort((a, b) => weighted[b] - weighted[a]);
    return (practice) => choose(order.map((i) => this.candidates[i]), practice, own);
  }

  /**
   * @param {Vector} vector
   * @param {Vector} document
   */
  foreignPart(vector, document) {
    let sum = 0;
    for (const [word, value] of vector) {
      if ((this.idf.get(word) ?? 0) > this.rareIdf && !document.has(word)) sum += value * value;
    }
    return sum;
  }

  /** @param {number[]} scores */
  sectorShares(scores) {
    const sizes = countOf(this.candidates.map(({ sector }) => sector));
    const nearest = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, SECTOR_NEIGHBOURS);
    const found = countOf(nearest.map((i) => this.candidates[i].sector));
    const rates = [...found].map(([sector, n]) => /** @type {[string, number]} */ ([sector, n / ((sizes.get(sector) ?? 0) + SECTOR_SIZE)]));
    const most = Math.max(...rates.map(([, rate]) => rate), Number.MIN_VALUE);
    return new Map(rates.map(([sector, rate]) => [sector, rate / most]));
  }
}

/** @param {DocumentResult} result */
function countDocumentWords({ statements, text }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  const add = (/** @type {string} */ word, /** @type {number} */ n) => counts.set(word, (counts.get(word) ?? 0) + n);
  for (const statement of statements) {
    const weight = isInScope(statement) ? DUTY_WEIGHT : 1;
    for (const [word, count] of countWords(statement.text)) add(word, weight * count);
  }
  for (const word of countWords(trim(text).split("\n")[0]).keys()) add(word, TITLE_WEIGHT);
  return counts;
}

/**
 * Choose the first statements of a practice that are unlike each other and the document.
 *
 * @param {Candidate[]} ranked
 * @param {string} practice
 * @param {Vector[]} own
 */
function choose(ranked, practice, own) {
  /** @type {Candidate[]} */
  const chosen = [];
  for (const candidate of ranked) {
    if (chosen.length === N_SHOWN) break;
    if (candidate.practice !== practice) continue;
    if (chosen.some(({ vector }) => cosine(candidate.vector, vector) > TOO_SIMILAR)) continue;
    if (own.every((vector) => cosine(candidate.vector, vector) < KNOWN)) chosen.push(candidate);
  }
  return chosen.map(({ text }) => text);
}

/** @param {Classified} statement */
const isInScope = ({ prediction }) => prediction.label !== "neither";

/**
 * Name the form of a sentence by its beginning.
 *
 * @param {string} text
 */
function form(text) {
  const [first = "", ...rest] = words(text);
  if (rest.slice(0, 3).includes("will")) return "will";
  if (first.endsWith("ing")) return "-ing";
  return first.endsWith("s") && !first.endsWith("ss") ? "-s" : "imperative";
}

/** @param {string} text */
const countWords = (text) => countOf(words(text).filter((word) => !functionWords.has(word)));

/**
 * @param {string[]} values
 * @returns {Map<string, number>}
 */
function countOf(values) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/**
 * @param {Vector} vector
 * @param {Vector} other
 */
function cosine(vector, other) {
  const [small, large] = vector.size > other.size ? [other, vector] : [vector, other];
  let sum = 0;
  for (const [word, value] of small) sum += value * (large.get(word) ?? 0);
  return sum;
}
