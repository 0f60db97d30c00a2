import type { LabelContext } from '../../labels/context.ts';
import type { Pattern } from '../../labels/rowSums.ts';

/** Rows with fewer keys are alike whatever the head does. */
const MIN_KEYS = 3;

/**
 * How differently two heads look at one text: mean over rows of sqrt(JSD / ln 2), the Jensen-Shannon distance.
 * Shapes: patterns [query, key] -> scalar, 0 (equal) to 1 (no key in common); NaN if no row has three keys.
 * Equal attention is not equal function, and sinks make idle heads look alike: see docs/metrics.md.
 */
export function headDistance(a: Pattern, b: Pattern, { text, regions }: LabelContext): number {
  const { nTokens } = text;
  const { allowed, nKeys } = regions.all;
  let total = 0;
  let rows = 0;
  for (let query = 0; query < nTokens; query++) {
    if (nKeys[query]! < MIN_KEYS) continue;
    let divergence = 0;
    for (let cell = query * nTokens; cell < (query + 1) * nTokens; cell++) {
      if (allowed[cell] === 0) continue;
      const middle = (a[cell]! + b[cell]!) / 2;
      divergence += (surprise(a[cell]!, middle) + surprise(b[cell]!, middle)) / 2;
    }
    total += Math.sqrt(Math.max(0, divergence / Math.LN2));
    rows++;
  }
  return rows > 0 ? total / rows : NaN;
}

/** p ln(p / q), 0 for p = 0. */
function surprise(p: number, q: number): number {
  return p > 0 ? p * Math.log(p / q) : 0;
}
