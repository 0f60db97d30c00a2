import { leaderClusters } from '../../core/alike/cluster.ts';
import type { LeaderCluster } from '../../core/alike/cluster.ts';
import { combineComparisons } from '../../core/alike/combine.ts';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import type { PairFigures, PairVerdict } from '../../core/alike/verdict.ts';
import { nearestHeads } from '../../core/alike/verdict.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { HeadFact } from '../../views/parts/fact.ts';
import type { AlikeStudy } from './studies.ts';

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

const grouped = new WeakMap<Float32Array, { readonly tau: number; readonly groups: readonly LeaderCluster[] }>();

/** Groups of heads that are closer than tau; worked out once for all that shows them. */
export function groupsOf({ distance, nLayers, nHeads }: CombinedComparison, tau: number): readonly LeaderCluster[] {
  const known = grouped.get(distance);
  if (known?.tau === tau) return known.groups;
  const groups = leaderClusters(distance, nLayers * nHeads, tau);
  grouped.set(distance, { tau, groups });
  return groups;
}

export function headAt(index: number, nHeads: number): HeadRef {
  return { layer: Math.floor(index / nHeads), head: index % nHeads };
}

/** Distances of all heads from one, called `name` on screen, as the grid draws them, by `L3H7`. */
export function distanceFacts(
  comparison: CombinedComparison,
  from: HeadRef,
  name: string,
): ReadonlyMap<string, HeadFact> {
  const { nLayers, nHeads, distance } = comparison;
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
          words: index === row ? 'the head itself' : `distance ${twoDecimals(value)} from ${name}`,
          isFaint: false,
          tone: 'distance',
        },
      ];
    }),
  );
}

/** The heads nearest to one. */
export function nearestTo(comparison: CombinedComparison, head: HeadRef, count: number) {
  return head.layer < comparison.nLayers && head.head < comparison.nHeads ? nearestHeads(comparison, head, count) : [];
}

/** What two heads are to each other, in words with the number that decides. */
export function verdictWords(
  { verdict, because }: PairVerdict,
  pair: PairFigures,
  tau: number,
  nTexts: number,
): string {
  const over = nTexts === 1 ? 'in this sentence' : `over ${nTexts} sentences`;
  switch (verdict) {
    case 'redundant':
      return `Redundant as far as they look: ${over} both look at the same places, on all keys and on words alone.`;
    case 'alike':
      return `Alike ${over}: both look at the same places. “Redundant” is said from 5 sentences on.`;
    case 'resting':
      return `Both rest on special tokens and sinks nearly all the time ${over}: whether they do the same cannot be judged.`;
    case 'different':
      switch (because) {
        case 'content':
          return `Close by where they rest, but what they look at among the words differs (${twoDecimals(pair.contentDistance)} there).`;
        case 'mass':
          return 'Close, but too little of their attention lies on words to call them alike.';
        case 'distance':
        case null:
          return `Different: ${twoDecimals(pair.distance)} apart, more than ${twoDecimals(tau)}.`;
      }
  }
}
