import type { LabelContext } from '../context.ts';
import { flatDirichlet, normaliseRows, TEXTS } from './synthetic.ts';

/** Names of all texts that patterns are made on. */
export const TEMPLATES = Object.keys(TEXTS);

/** Random rows, some nearly one-hot, some nearly even. */
export function randomPattern(context: LabelContext, seed: number): Float64Array {
  const n = context.text.nTokens;
  const sharpness = 1 + (seed % 5);
  const pattern = flatDirichlet(context, seed).map((weight) => weight ** sharpness);
  normaliseRows(pattern, n);
  return pattern;
}
