/** Bytes to text: `documents/decoding.py` and `documents/mojibake.py` once more. */

const SAMPLE = 4096;
const ZEROS = 0.7;
/** In UTF-16, English has a zero in at least this share of all pairs of bytes. */
const MAX_STRAY = 0.05;
/** A text with a greater share of bytes that no text has is none. */
const MAX_LAYERS = 3;
/** Text may have been decoded wrongly two or three times over. */

const stray = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/g;
const undefinedBytes = /[\x81\x8d\x8f\x90\x9d]/g;
const windowsMarks = /[\x91-\x97\x85]|(?<![A-Za-z])\xa0|\xa3(?=\d)|\xb7\s/g;
const macMarks = /[a-z]\xd5[a-z\s]|\xd2(?=[A-Za-z])|[a-z.,]\xd3|\s[\xd0\xd1]\s|^\s*\xa5\s/gm;

/** Bytes that are no text. */
export class NotTextError extends Error {}

/**
 * Return bytes as a string with one character for each.
 *
 * @param {Uint8Array} bytes
 */
export function latin(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/**
 * @param {string} text
 * @param {RegExp} expression
 */
const count = (text, expression) => text.match(expression)?.length ?? 0;

/**
 * Decode UTF-8 or UTF-16; failing these, Windows-1252 or the encoding of old Macs.
 *
 * @param {Uint8Array} bytes
 * @returns {{text: string, notes: string[]}}
 */
export function decodeText(bytes) {
  const wide = findWide(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), notes: [] };
  let raw = latin(bytes);
  const strays = count(raw, stray);
  if (strays > MAX_STRAY * bytes.length) throw new NotTextError("a binary file");
  const notes = strays ? [`${strays} control characters left out`] : [];
  if (strays) raw = raw.replace(stray, "");
  const data = strays ? bytesOf(raw) : bytes;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(data), notes };
  } catch {
    const { text, name } = decodeSingleBytes(raw);
    return { text, notes: [...notes, `not UTF-8 (byte ${findInvalid(data)}), read as ${name}`] };
  }
}

/**
 * Recognise UTF-16 by its byte order mark, or because its zeros are all at even or odd places.
 *
 * @param {Uint8Array} bytes
 */
function findWide(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0];
  sample.forEach((byte, i) => (zeros[i % 2] += Number(byte === 0)));
  const [even, odd] = zeros;
  const enough = ZEROS * Math.floor(sample.length / 2);
  if (odd > enough && !even) return "utf-16le";
  return even > enough && !odd ? "utf-16be" : null;
}

/**
 * Return the place of the first byte that is not UTF-8.
 *
 * @param {Uint8Array} bytes
 */
function findInvalid(bytes) {
  let low = 0;
  let high = bytes.length;
  // A stream may end inside a character: only what is certainly wrong is an error.
  const isValid = (/** @type {number} */ end) => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isValid(middle)) low = middle;
    else high = middle;
  }
  // The error may show only at the byte after the one that begins the character.
  while (low > 0 && (bytes[low] & 0xc0) === 0x80 && high === low + 1 && bytes[low - 1] >= 0xc0) low -= 1;
  return bytes[low] < 0x80 && low > 0 ? low - 1 : low;
}

/** @param {string} raw */
function decodeSingleBytes(raw) {
  if (count(raw, macMarks) > count(raw, windowsMarks)) {
    return { text: new TextDecoder("macintosh").decode(bytesOf(raw)), name: "Mac Roman" };
  }
  if (count(raw, undefinedBytes) > MAX_STRAY * raw.length) throw new NotTextError("not UTF-8");
  const defined = raw.replace(undefinedBytes, "");
  return { text: new TextDecoder("windows-1252").decode(bytesOf(defined)), name: "Windows-1252" };
}

/** The byte of each character of Windows-1252 from 128 on. */
const windowsBytes = new Map(
  Array.from({ length: 128 }, (_, i) => [new TextDecoder("windows-1252").decode(new Uint8Array([i + 128])), i + 128]),
);
const continuation = `[${[...windowsBytes].filter(([, byte]) => byte < 0xc0).map(([character]) => character).join("")}]`;
const garbled = new RegExp(`(?:[Â-Ë]${continuation}|[âï]${continuation}{2}|ð${continuation}{3})+`, "gu");

/**
 * Undo a wrong decoding ("wardâ€™s").
 *
 * @param {string} text
 */
export function repairGarbled(text) {
  let most = 0;
  for (let layer = 0; layer < MAX_LAYERS && /[ÂÃâðï]/.test(text); layer += 1) {
    let places = 0;
    text = text.replace(garbled, (match) => {
      // "Å“" may also be a letter before a quotation mark.
      if (!/[ÂÃâïð]/.test(match)) return match;
      try {
        const bytes = Uint8Array.from(match, (character) => windowsBytes.get(character) ?? 0);
        const decoded = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
        places += 1;
        return decoded;
      } catch {
        return match;
      }
    });
    most = Math.max(most, places);
    if (!places) break;
  }
  return { text, places: most };
}
