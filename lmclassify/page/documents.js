/** Files to text: plain text, Markdown, web pages, Word and OpenDocument documents. */

import { TooLargeError } from "./archive.js";
import { trim } from "./characters.js";
import { decodeText, latin, NotTextError, repairGarbled } from "./decoding.js";
import { readMarkdown, readWebPage } from "./markup.js";
import { readOpenDocument } from "./open_document.js";
import { tidy } from "./plain_text.js";
import { readWord } from "./word.js";

/** @typedef {{text: string, notes: string[]}} ReadText */

const MAX_BYTES = 50000000;
const htmlOpening = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|article|body|div|head|main|p|section|ul)\b/i;
const webArchive = /^\s*(?:[\w-]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*)*?(?:mime-version:|content-type:\s*multipart\/related)/i;
const softHyphen = /\u00ad(?=\S)/g;

/**
 * Read a file.
 *
 * @param {string} name its suffix tells apart what the bytes leave open
 * @param {Uint8Array} bytes
 * @returns {Promise<ReadText>}
 */
export async function readDocument(name, bytes) {
  if (bytes.length > MAX_BYTES) throw new Error(`${name} is over ${MAX_BYTES / 1e6} MB; split it first.`);
  const { text, notes } = await readBytes(name, bytes);
  if (!trim(text)) throw new Error(`${name} is empty; there is nothing to classify.`);
  const repaired = repairGarbled(text.replace(softHyphen, ""));
  const note = `garbled characters repaired in ${repaired.places} places (UTF-8 once read as another)`;
  return { text: repaired.text, notes: repaired.places ? [...notes, note] : notes };
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {Promise<ReadText>}
 */
async function readBytes(name, bytes) {
  const beginning = latin(bytes.subarray(0, 1024));
  const suffix = (/\.[^.]+$/.exec(name)?.[0] ?? "").toLowerCase();
  if (beginning.includes("%PDF-")) {
    throw new Error(`${name} is a PDF, which this page cannot read: open it, select all of its text, copy it and paste it here. (The command line reads PDF.)`);
  }
  if (beginning.startsWith("\xd0\xcf\x11\xe0")) {
    throw new Error(`${name} is in an old format of Word: open it in Word and save it as .docx, or copy its text and paste it here.`);
  }
  if (beginning.startsWith("{\\rtf")) {
    throw new Error(`${name} is rich text: open it in Word and save it as .docx, or copy its text and paste it here.`);
  }
  if (webArchive.test(beginning)) {
    throw new Error(`${name} is a web archive: open it in a browser, copy its text and paste it here.`);
  }
  if (beginning.startsWith("PK\x03\x04")) return readOffice(name, bytes, beginning.slice(30, 38) === "mimetype");
  if ([".docx", ".docm", ".dotx", ".dotm", ".odt", ".pdf", ".rtf"].includes(suffix) && bytes.length) {
    throw new Error(`${name} is no ${suffix} document, whatever its name says; save it again, or copy its text and paste it here.`);
  }
  const { text, notes } = decode(name, bytes);
  if (/^\.x?html?$/.test(suffix) || htmlOpening.test(text)) return { text: readWebPage(text), notes };
  if (/^\.(?:md|markdown)$/.test(suffix)) return { text: readMarkdown(text), notes };
  const tidied = tidy(text.replace(/\r\n?/g, "\n"));
  return { text: tidied.text, notes: [...notes, ...tidied.notes] };
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 */
function decode(name, bytes) {
  try {
    return decodeText(bytes);
  } catch (error) {
    if (!(error instanceof NotTextError)) throw error;
    throw new Error(`${name} is ${error.message}; this page reads .txt, .md, .html, .docx and .odt. Copy its text and paste it here.`);
  }
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {boolean} isOpenDocument
 */
async function readOffice(name, bytes, isOpenDocument) {
  try {
    return await (isOpenDocument ? readOpenDocument(bytes) : readWord(bytes, (data, part) => readBytes(part, data)));
  } catch (error) {
    if (error instanceof TooLargeError) throw new Error(`${name} ${error.message}.`);
    throw new Error(`${name} cannot be read as a document; open it in Word and save it again, or copy its text and paste it here.`);
  }
}
