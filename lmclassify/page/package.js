/** The parts of a Word document and how they refer to each other: `readers/package.py` once more. */

import { Archive, TooLargeError } from "./archive.js";

/** @typedef {{kind: string, target: string, isInside: boolean}} Relation */

const OFFICE = "http://schemas.openxmlformats.org/";
const MAIN_PARTS = ["word/document.xml", "word/document2.xml"];
const MAX_BYTES = 50000000;
const MAX_TAGS = 2000000;
const PREDEFINED = new Set(["amp", "lt", "gt", "quot", "apos"]);

/** Short names of the namespaces, as in "w:p". */
const prefixes = new Map([
  [`${OFFICE}wordprocessingml/2006/main`, "w"],
  [`${OFFICE}drawingml/2006/main`, "a"],
  [`${OFFICE}drawingml/2006/diagram`, "dgm"],
  [`${OFFICE}officeDocument/2006/math`, "m"],
  [`${OFFICE}officeDocument/2006/relationships`, "r"],
  [`${OFFICE}markup-compatibility/2006`, "mc"],
]);

/**
 * Return the name of an element with the usual prefix of its namespace.
 *
 * @param {Element} element
 */
export const nameOf = (element) => `${prefixes.get(element.namespaceURI ?? "") ?? "?"}:${element.localName}`;

/**
 * Return the first child with a name, or null.
 *
 * @param {Element | null | undefined} element
 * @param {string} name
 * @returns {Element | null}
 */
export function child(element, name) {
  for (const each of element?.children ?? []) if (nameOf(each) === name) return each;
  return null;
}

/**
 * Return an attribute that has the prefix of a namespace; "" if there is none.
 *
 * @param {Element | null | undefined} element
 * @param {string} name
 */
export function attribute(element, name) {
  const [prefix, local] = name.split(":");
  for (const each of element?.attributes ?? []) {
    if (each.localName === local && prefixes.get(each.namespaceURI ?? "") === prefix) return each.value;
  }
  return "";
}

/**
 * Return the elements with a name inside an element, in order.
 *
 * @param {Element} element
 * @param {string} name
 */
export const inside = (element, name) => [...element.querySelectorAll("*")].filter((each) => nameOf(each) === name);

/** An Office Open XML document. Parts are unpacked once, before they are used. */
export class Package {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.archive = new Archive(bytes);
  }

  /** @param {string} name */
  has(name) {
    return this.archive.has(name);
  }

  /** @param {string} name */
  read(name) {
    return this.archive.read(name);
  }

  /** Return the name of the part with the text. */
  async mainPart() {
    const relations = [...(await this.relations("")).values()];
    const related = relations.filter(({ kind }) => kind === "officeDocument").map(({ target }) => target);
    const name = [...related, ...MAIN_PARTS].find((each) => this.has(each));
    if (name === undefined) throw new Error("no main part");
    return name;
  }

  /**
   * Return the relations of a part by their id; those of the package if it is empty.
   *
   * @param {string} part
   */
  async relations(part) {
    /** @type {Map<string, Relation>} */
    const relations = new Map();
    const slash = part.lastIndexOf("/");
    const folder = slash < 0 ? "" : `${part.slice(0, slash)}/`;
    const place = `${folder}_rels/${part.slice(slash + 1)}.rels`;
    if (!this.has(place)) return relations;
    for (const element of (await this.readXml(place)).children) {
      const target = (element.getAttribute("Target") ?? "").replaceAll("\\", "/");
      relations.set(element.getAttribute("Id") ?? "", {
        kind: (element.getAttribute("Type") ?? "").split("/").pop() ?? "",
        target: normalise(target.startsWith("/") ? target : folder + target),
        isInside: element.getAttribute("TargetMode") !== "External",
      });
    }
    return relations;
  }

  /**
   * Return the root element of a part, with the namespaces of Transitional Open XML.
   *
   * @param {string} name
   */
  async readXml(name) {
    return parseXml(await this.read(name));
  }
}

/** @param {string} path */
function normalise(path) {
  /** @type {string[]} */
  const parts = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/**
 * Parse XML within bounds. Entities are left out: office programs write none, bombs consist of them.
 *
 * @param {Uint8Array} bytes
 */
function parseXml(bytes) {
  const encoding = bytes[0] === 0xff ? "utf-16le" : bytes[0] === 0xfe ? "utf-16be" : "utf-8";
  let text = new TextDecoder(encoding).decode(bytes);
  if (bytes.length > MAX_BYTES || text.split("<").length - 1 > MAX_TAGS) {
    throw new TooLargeError(`has more than ${MAX_BYTES / 1e6} MB of text; split it first, or save it as text`);
  }
  text = text
    .replace(/^<\?xml[^>]*\?>/, "")
    .replace(/<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>/, "")
    .replace(/&(\w+);/g, (whole, name) => (PREDEFINED.has(name) ? whole : ""))
    .replace(/http:\/\/purl\.oclc\.org\/ooxml\/(\w+)\/(\w+)/g, `${OFFICE}$1/2006/$2`);
  const parsed = new DOMParser().parseFromString(text, "application/xml");
  if (parsed.querySelector("parsererror")) throw new Error("damaged XML");
  return parsed.documentElement;
}
