import { combineComparisons, distancesOn } from '../../core/alike/combine.ts';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import type { AlikeKeys } from '../../core/alike/comparison.ts';
import { nearestHeads } from '../../core/alike/verdict.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionKind, AttentionTensor } from '../../core/tensor.ts';
import type { HeadFact } from '../../views/parts/fact.ts';
import type { AlikeStudy } from '../state/studies.ts';

const combined = new WeakMap<AlikeStudy['comparisons'], Map<AttentionKind, CombinedComparison | null>>();

/** The distances of one stack over all inputs so far; null before the first. Worked out once for all that shows it. */
export function alikeOf(study: AlikeStudy | null, kind: AttentionKind | undefined): CombinedComparison | null {
  if (study === null || kind === undefined) return null;
  const known = combined.get(study.comparisons) ?? new Map<AttentionKind, CombinedComparison | null>();
  combined.set(study.comparisons, known);
  const before = known.get(kind);
  if (before !== undefined) return before;
  const list = study.comparisons.flatMap((stacks) =>
    stacks.filter((one) => one.kind === kind).map((one) => one.comparison),
  );
  const found = list.length === 0 ? null : combineComparisons(list);
  known.set(kind, found);
  return found;
}

/** What the heads of a comparison are called, by index. */
export function headNames(
  stack: Pick<AttentionTensor, 'layerNumbers'>,
  { nLayers, nHeads }: CombinedComparison,
): readonly string[] {
  return Array.from({ length: nLayers * nHeads }, (_, index) => headName(stack, headAt(index, nHeads)));
}

export function headAt(index: number, nHeads: number): HeadRef {
  return { layer: Math.floor(index / nHeads), head: index % nHeads };
}

/** Distances of all heads from one on some keys, the head called `name` on screen, as the grid draws them, by `L3H7`. */
export function distanceFacts(
  comparison: CombinedComparison,
  from: HeadRef,
  name: string,
  keys: AlikeKeys,
): ReadonlyMap<string, HeadFact> {
  const { nLayers, nHeads } = comparison;
  const distance = distancesOn(comparison, keys);
  const on = keys === 'all' ? '' : ' on content keys';
  const n = nLayers * nHeads;
  const row = from.layer * nHeads + from.head;
  return new Map(
    Array.from({ length: n }, (_, index): [string, HeadFact] => {
      const value = distance[row * n + index] ?? Number.NaN;
      const isKnown = Number.isFinite(value);
      return [
        formatHead(headAt(index, nHeads)),
        {
          value: isKnown ? value : null,
          text: index === row ? '=' : twoDecimals(value),
          words: index === row ? 'the head itself' : `distance ${twoDecimals(value)} from ${name}${on}`,
          isFaint: false,
          tone: 'distance',
        },
      ];
    }),
  );
}

/** The heads nearest to one. */
export function nearestTo(comparison: CombinedComparison, head: HeadRef, count: number, keys: AlikeKeys) {
  const isThere = head.layer < comparison.nLayers && head.head < comparison.nHeads;
  return isThere ? nearestHeads(comparison, head, count, keys) : [];
}
