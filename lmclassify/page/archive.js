/** The zip archive that a Word document is, unpacked by the browser within bounds. */

const MAX_UNPACKED = 200000000;
/** Bytes that a document may unpack to; a larger one is taken for a zip bomb. */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/** @typedef {{method: number, packed: number, size: number, place: number}} Entry */

/** An archive whose parts are read by name, without regard to case. */
export class Archive {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    this.readDirectory();
    const total = [...this.entries.values()].reduce((sum, { size }) => sum + size, 0);
    if (total > MAX_UNPACKED) {
      throw new TooLargeError(`would unpack to over ${MAX_UNPACKED / 1e6} MB; save it without pictures, or as text`);
    }
  }

  readDirectory() {
    const { bytes, view } = this;
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
    if (end < 0) throw new Error("no zip archive");
    let place = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      if (view.getUint32(place, true) !== ENTRY) throw new Error("damaged zip archive");
      const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(place + offset, true));
      const name = new TextDecoder().decode(bytes.subarray(place + 46, place + 46 + nameLength));
      this.entries.set(name.replaceAll("\\", "/").replace(/^\/+/, "").toLowerCase(), {
        method: view.getUint16(place + 10, true),
        packed: view.getUint32(place + 20, true),
        size: view.getUint32(place + 24, true),
        place: view.getUint32(place + 42, true),
      });
      place += 46 + nameLength + extra + comment;
    }
  }

  /** @param {string} name */
  has(name) {
    return this.entries.has(name.toLowerCase());
  }

  /**
   * Return a part, at most as many bytes as the archive declares for it.
   *
   * @param {string} name
   */
  async read(name) {
    const entry = this.entries.get(name.toLowerCase());
    if (!entry) throw new Error(`no part ${name}`);
    const { method, packed, size, place } = entry;
    const start = place + 30 + this.view.getUint16(place + 26, true) + this.view.getUint16(place + 28, true);
    const data = this.bytes.slice(start, start + packed);
    if (method === STORED) return data;
    if (method !== DEFLATED) throw new Error("a method that office programs don't use");
    return inflate(data, size);
  }
}

/** A document with more in it than is safe to unpack. */
export class TooLargeError extends Error {}

/**
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {number} size
 */
async function inflate(data, size) {
  const result = new Uint8Array(size);
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let length = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const chunk = /** @type {Uint8Array} */ (value);
    if (length + chunk.length > size) {
      await reader.cancel();
      throw new Error("a part is larger than declared");
    }
    result.set(chunk, length);
    length += chunk.length;
  }
  if (length < size) throw new Error("a part is shorter than declared");
  return result;
}
