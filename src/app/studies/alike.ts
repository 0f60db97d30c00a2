import { combineComparisons, distancesOn } from '../../core/alike/combine.ts';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import type { AlikeKeys } from '../../core/alike/comparison.ts';
import { cutTree } from '../../core/alike/groups.ts';
import type { HeadGroup } from '../../core/alike/groups.ts';
import { headTree } from '../../core/alike/headTree.ts';
import type { HeadTree } from '../../core/alike/headTree.ts';
import type { PairFigures, PairVerdict } from '../../core/alike/verdict.ts';
import { nearestHeads, RESTING_MASS } from '../../core/alike/verdict.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { percent, twoDecimals } from '../../core/numberWords.ts';
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

const trees = new WeakMap<Float32Array, HeadTree>();

/** The tree of heads by their distances on some keys; worked out once for all that shows it. */
export function treeOf(comparison: CombinedComparison, keys: AlikeKeys): HeadTree {
  const distance = distancesOn(comparison, keys);
  const known = trees.get(distance);
  if (known !== undefined) return known;
  const tree = headTree(distance, comparison.nLayers * comparison.nHeads);
  trees.set(distance, tree);
  return tree;
}

const grouped = new WeakMap<HeadTree, { readonly tau: number; readonly groups: readonly HeadGroup[] }>();

/** Groups of heads: the tree that is drawn, cut at tau; worked out once for all that shows them. */
export function groupsOf(comparison: CombinedComparison, keys: AlikeKeys, tau: number): readonly HeadGroup[] {
  const tree = treeOf(comparison, keys);
  const known = grouped.get(tree);
  if (known?.tau === tau) return known.groups;
  const groups = cutTree(tree, tau);
  grouped.set(tree, { tau, groups });
  return groups;
}

/** What the groups are among, over how many sentences, and what is left out. */
export function groupsWords(
  { nLayers, nHeads, nGiven, nTexts, nContentTexts }: CombinedComparison,
  keys: AlikeKeys,
  tau: number,
  nLeftOut: number,
): string {
  const n = keys === 'all' ? nTexts : nContentTexts;
  const short = nGiven - n;
  const left = short === 0 ? '' : ` (${short} of ${nGiven} ${short === 1 ? 'is' : 'are'} too short to tell)`;
  const out = nLeftOut === 0 ? '' : ` (${nLeftOut} left out, with too little on content keys)`;
  return `groups among ${nLayers * nHeads - nLeftOut} heads${out} at ${tau.toFixed(2)}${keys === 'all' ? '' : ' on content keys'} over ${n} ${n === 1 ? 'sentence' : 'sentences'}${left}`;
}

/** What distances on content keys do not tell, of heads that hardly look there; empty where there are none, and on all keys. */
export function restingWords({ contentMass }: CombinedComparison, keys: AlikeKeys): string {
  const n = contentMass.filter((mass) => mass > 0 && mass < RESTING_MASS).length;
  if (keys === 'all' || n === 0) return '';
  return `${n} of the heads ${n === 1 ? 'has' : 'have'} less than ${percent(RESTING_MASS)} of the attention on content keys: distances from ${n === 1 ? 'it' : 'them'} tell of next to nothing.`;
}

/** Why there is nothing to draw, or null if there is. */
export function tooShortWords({ nGiven, nTexts, nContentTexts }: CombinedComparison, keys: AlikeKeys): string | null {
  const n = keys === 'all' ? nTexts : nContentTexts;
  if (n > 0) return null;
  const which = nGiven === 1 ? 'this sentence has no' : 'none of these sentences has a';
  return keys === 'all'
    ? `Too short to tell: ${which} token that looks at three keys or more. Type a longer one and compare again.`
    : `Too short to tell on content keys: ${which} token that looks at three of them or more. Take all keys, or type a longer one and compare again.`;
}

export function headAt(index: number, nHeads: number): HeadRef {
  return { layer: Math.floor(index / nHeads), head: index % nHeads };
}

/** What the choice of keys is called, and what it means. */
export const KEYS_WORDS: Readonly<Record<AlikeKeys, { readonly name: string; readonly says: string }>> = {
  all: { name: 'all keys', says: 'Every key that a query may look at' },
  content: {
    name: 'content keys',
    says: 'Special tokens and sinks left out, rows renormalised over what stays: heads that share only a sink come apart',
  },
};

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
    case 'unknown':
      return `Too short to tell ${over}: what the two look at among the words cannot be held against each other.`;
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
