import { randomStream } from '../../src/core/random.ts';
import type { LabelId, LabelScore } from '../../src/core/labels/report.ts';
import { NULL_KINDS } from './nulls.ts';
import type { NullKind } from './nulls.ts';
import type { Rules } from './rules.ts';
import { makeContext, randomText } from './texts.ts';

/** Heads without a pattern, of one kind, length and direction: how many got a pattern's label all the same. */
export type NullCell = {
  readonly kind: string;
  readonly nTokens: number;
  readonly isCausal: boolean;
  readonly nHeads: number;
  readonly nFalse: number;
  /** By label, the most frequent first; one head may have several. */
  readonly labels: readonly (readonly [LabelId, number])[];
};

export const LENGTHS = [8, 12, 20, 40, 80] as const;
const HEADS_PER_TEXT = 10;
/** Labels that say nothing of a pattern. */
const WHOLE: ReadonlySet<LabelId> = new Set(['broad', 'uniform', 'resting', 'vertical+diagonal', 'heterogeneous']);

/** Labels `nHeads` made heads of each kind, at each length, causal and both ways; seeded, so always the same. */
export function* nullCells(rules: Rules, nHeads: number, lengths: readonly number[] = LENGTHS): Generator<NullCell> {
  for (const [index, kind] of NULL_KINDS.entries()) {
    for (const nTokens of lengths) {
      for (const isCausal of [false, true]) {
        yield nullCell(rules, kind, { nTokens, isCausal, nHeads, seed: 1000 * index + 2 * nTokens + Number(isCausal) });
      }
    }
  }
}

type Size = {
  readonly nTokens: number;
  readonly isCausal: boolean;
  readonly nHeads: number;
  readonly seed: number;
};

function nullCell(
  { labelHead, contextOf }: Rules,
  kind: NullKind,
  { nTokens, isCausal, nHeads, seed }: Size,
): NullCell {
  const random = randomStream(seed);
  const counts = new Map<LabelId, number>();
  let nFalse = 0;
  for (let head = 0; head < nHeads;) {
    const context = makeContext(randomText(nTokens, isCausal, random), isCausal, contextOf);
    for (let ofText = 0; ofText < HEADS_PER_TEXT && head < nHeads; ofText++, head++) {
      const { labels } = labelHead(kind.make(context, random), context);
      const wrong = labels.filter((score) => isClaimed(score) && !kind.isTrue.has(score.label));
      if (wrong.length > 0) nFalse++;
      for (const { label } of wrong) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return {
    kind: kind.name,
    nTokens,
    isCausal,
    nHeads,
    nFalse,
    labels: [...counts].toSorted(([, a], [, b]) => b - a),
  };
}

/** A pattern's label that stands without reserve; "tentative" punctuation says itself that it may be one column. */
function isClaimed({ label, status, columnP }: LabelScore): boolean {
  return status === 'assigned' && !WHOLE.has(label) && !(columnP !== undefined && columnP > 0.05);
}
