/** Numbers as Python writes them. */

/**
 * Format a number with fixed decimals. As in Python, halves go to the even neighbour.
 *
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  const scaled = Math.abs(value) * 10 ** decimals;
  const whole = Math.floor(scaled);
  const isHalf = scaled - whole === 0.5 && whole % 2 === 0;
  const rounded = isHalf ? (whole / 10 ** decimals).toFixed(decimals) : Math.abs(value).toFixed(decimals);
  return value < 0 && Number(rounded) !== 0 ? `-${rounded}` : rounded;
}
