/** The weights, unpacked from the page: columns of integers, byte by byte, as `page.py` packs them. */

import { facts } from "./facts.js";

/**
 * @typedef {{
 *   rows: Map<string, number>,
 *   idf: Float32Array,
 *   labels: Float64Array[],
 *   practices: Float64Array[] | null,
 * }} Weights
 */

/**
 * Unpack a gzip stream that is written in base 64.
 *
 * @param {string} base64
 */
export async function inflate(base64) {
  const binary = atob(base64);
  const packed = new Uint8Array(binary.length);
  for (let i = 0; i < packed.length; i += 1) packed[i] = binary.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * @param {string} base64
 * @returns {Promise<Weights>}
 */
export async function unpackWeights(base64) {
  const data = await inflate(base64);
  const { model, practices } = facts;
  const n = model.terms + 1;
  let place = 0;
  const take = (/** @type {number} */ bytes) => data.subarray(place, (place += bytes));

  const vocabulary = new TextDecoder().decode(take(model.textBytes)).split("\n");
  const rows = new Map();
  for (let row = 1; row < n; row += 1) rows.set(vocabulary[row - 1], row);
  const idf = new Float32Array(takePlanes(take(4 * n), n).buffer);

  /** A group of columns; the last one is packed as the sum of all. */
  const takeColumns = (/** @type {number} */ count, /** @type {number} */ scale) => {
    const columns = Array.from({ length: count }, () => decode(takePlanes(take(4 * n), n), scale));
    const last = columns[count - 1];
    for (const column of columns.slice(0, -1)) {
      for (let row = 0; row < n; row += 1) last[row] -= column[row];
    }
    return columns;
  };

  const labels = takeColumns(model.labels.length, model.labelScale);
  if (model.practiceScale === null) return { rows, idf, labels, practices: null };
  /** @type {Map<string, Float64Array>} */
  const byName = new Map();
  for (const side of facts.sides) {
    const own = practices.filter((practice) => practice.side === side);
    takeColumns(own.length, model.practiceScale).forEach((column, i) => byName.set(own[i].name, column));
  }
  return { rows, idf, labels, practices: practices.map(({ name }) => /** @type {Float64Array} */ (byName.get(name))) };
}

/**
 * Put the bytes of numbers together: first come all lowest bytes, then all second ones, …
 *
 * @param {Uint8Array} bytes
 * @param {number} n
 */
function takePlanes(bytes, n) {
  const numbers = new Uint32Array(n);
  for (let i = 0; i < n; i += 1) {
    numbers[i] = bytes[i] | (bytes[n + i] << 8) | (bytes[2 * n + i] << 16) | (bytes[3 * n + i] << 24);
  }
  return numbers;
}

/**
 * @param {Uint32Array} numbers even ones are positive, odd ones negative
 * @param {number} scale how many binary places the numbers have
 */
function decode(numbers, scale) {
  const unit = 2 ** -scale;
  const values = new Float64Array(numbers.length);
  for (let i = 0; i < values.length; i += 1) {
    const z = numbers[i];
    values[i] = (z & 1 ? -((z + 1) / 2) : z / 2) * unit;
  }
  return values;
}
