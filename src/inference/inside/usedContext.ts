import { usedPatterns, usedWeights } from '../../core/inside/change.ts';
import type { LayerChange } from '../../core/inside/layer.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Gathered, PatternShape } from './gather.ts';
import type { HeadRows } from './headRows.ts';
import { andThen, refuse, valueOf } from './stages.ts';
import type { Had } from './stages.ts';

/** What the heads of a layer gave, and by which weights the graph's own tensor of it weighs values. */
export type UsedContext = {
  /** With all that was done to them. */
  readonly context: Had<HeadRows>;
  /** As the graph gives it, before some or all of that; what it is the weighted values of, [head, query, key]. */
  readonly given: Had<HeadRows>;
  readonly weights: Float32Array;
};

/** What was done to the heads of a layer of a run, by its place in a pass; null for nothing. */
export function changeAt({ off }: Pick<KeptRun, 'off'>, index: number): LayerChange | null {
  const done = off?.[index] ?? null;
  if (done === null) return null;
  // Copies: what is told of a layer is handed over.
  return { keep: done.scale.slice(), pattern: done.pattern?.slice() ?? null, added: done.context?.slice() ?? null };
}

/** `isOwn`: the graph gives what its heads would do if nothing was done to them. Shape: patterns [head, query, key], the heads' own. */
export function usedContext(
  { context: given, value, nKeyHeads }: Pick<Gathered, 'context' | 'value' | 'nKeyHeads'>,
  change: LayerChange | null,
  shape: PatternShape,
  patterns: Float32Array,
  isOwn: boolean,
): UsedContext {
  if (change === null) return { context: given, given, weights: patterns };
  const used = usedPatterns({ ...shape, change }, patterns);
  const { added } = change;
  const withAdded = (rows: HeadRows): HeadRows =>
    added === null ? rows : { ...rows, data: rows.data.map((one, at) => one + (added[at] ?? 0)) };
  if (!isOwn) return { context: andThen(given, withAdded), given, weights: used };
  const values = valueOf(value);
  if (change.pattern !== null && values === null)
    return { context: refuse('not-found', 'what stands in for a head cannot be added up'), given, weights: patterns };
  const own = (rows: HeadRows): HeadRows => withAdded(changedRows(rows, values, change, { ...shape, nKeyHeads }));
  return { context: andThen(given, own), given, weights: patterns };
}

/** keep z + pattern V, head by head. */
function changedRows(
  rows: HeadRows,
  values: HeadRows | null,
  change: LayerChange,
  { nHeads, nQueries, nKeys, nKeyHeads }: PatternShape & { readonly nKeyHeads: number },
): HeadRows {
  const { nChannels } = rows;
  const data = rows.data.slice();
  const nothing = new Float32Array(nKeys);
  for (let head = 0; head < nHeads; head++) {
    const keyHead = Math.floor((head * nKeyHeads) / nHeads);
    for (let query = 0; query < nQueries; query++) {
      const from = (head * nQueries + query) * nChannels;
      const put = usedWeights({ change, nQueries, nKeys }, head, nothing, query);
      for (let c = 0; c < nChannels; c++) {
        let sum = (change.keep[head] ?? 1) * (data[from + c] ?? NaN);
        for (let key = 0; key < nKeys; key++) {
          const weight = put[key] ?? 0;
          if (weight !== 0) sum += weight * (values?.data[(keyHead * nKeys + key) * nChannels + c] ?? NaN);
        }
        data[from + c] = sum;
      }
    }
  }
  return { ...rows, data };
}
