import { decimalsFor, printedSum } from '../../core/inside/printed.ts';

/** More parts than these are not written out: the rest is one part. */
const MAX_PARTS = 16;

/** A sum in print that adds up to its last digit: "0.14 + 0.62 − 0.80 = −0.04"; of many parts the last ones together: "+ 3.20 (48 more)". */
export function sumWords(parts: ArrayLike<number>): string {
  const all = Array.from(parts);
  const isLong = all.length > MAX_PARTS;
  const first = isLong ? all.slice(0, MAX_PARTS - 1) : all;
  const rest = all.slice(first.length).reduce((sum, part) => sum + part, 0);
  const printed = isLong ? [...first, rest] : first;
  const sum = all.reduce((total, part) => total + part, 0);
  const { parts: texts, total } = printedSum(printed, Math.max(2, decimalsFor([...printed, sum]) - 2));
  const words = texts.map((text, at) => (at === 0 ? text : text.startsWith('−') ? `− ${text.slice(1)}` : `+ ${text}`));
  const more = isLong ? ` (${all.length - first.length} more)` : '';
  return `${words.join(' ')}${more} = ${total}`;
}
