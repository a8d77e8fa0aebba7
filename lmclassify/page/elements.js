/** Making and updating elements. Text always goes in as text, never as markup. */

/**
 * Make an element.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | ((event: any) => void)>} [attributes] those that begin
 *   with "on" are listeners; true is an attribute without value, false none
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) if (child) made.append(child);
  return made;
}

/**
 * Return the element with an id, which the page is known to have.
 *
 * @param {string} id
 * @returns {any}
 */
export const byId = (id) => document.getElementById(id);

/** @type {WeakMap<Element, string[]>} */
const keysOf = new WeakMap();

/**
 * Replace those children of an element that changed: all between the first and the last difference.
 *
 * @param {Element} parent
 * @param {string[]} keys children with equal keys are equal
 * @param {(index: number) => Node} make
 */
export function updateChildren(parent, keys, make) {
  const old = keysOf.get(parent) ?? [];
  const most = Math.min(old.length, keys.length);
  let head = 0;
  while (head < most && old[head] === keys[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === keys[keys.length - 1 - tail]) tail += 1;
  const end = old.length - tail;
  const after = parent.childNodes[end] ?? null;
  if (end > head) {
    const range = document.createRange();
    range.setStart(parent, head);
    range.setEnd(parent, end);
    range.deleteContents();
  }
  const added = document.createDocumentFragment();
  for (let i = head; i < keys.length - tail; i += 1) added.append(make(i));
  parent.insertBefore(added, after);
  keysOf.set(parent, keys);
}
