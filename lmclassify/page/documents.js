/** Files to text: plain text, Markdown, web pages and Word documents. */

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {Promise<{text: string, notes: string[]}>}
 */
export async function readDocument(name, bytes) {
  return { text: new TextDecoder().decode(bytes), notes: [] };
}
