import type { HeadStats, LabelId, LabelScore } from '../../src/core/labels/report.ts';
import { readRealAttention, realAttentionNames } from '../../src/core/labels/testing/realAttention.ts';
import { patternOf } from '../../src/core/tensor.ts';
import type { Rules } from './rules.ts';

/** What the chips of real heads say, over all matrices that are at hand. */
export type RealCount = { readonly what: string; readonly count: number };

const NARROWER: ReadonlySet<LabelId> = new Set(['previous', 'next', 'self']);

type Head = {
  readonly strongest: LabelId | null;
  readonly lean?: unknown;
  readonly stats: Pick<HeadStats, 'sinkMass'>;
  readonly assigned: ReadonlySet<LabelId>;
  readonly impliedBy: ReadonlyMap<LabelId, LabelId | undefined>;
};

/** The names of the matrices, and counts over all their heads; empty where there are none. */
export function realCounts(rules: Rules): { readonly names: readonly string[]; readonly counts: readonly RealCount[] } {
  const names = realAttentionNames();
  const heads = names.flatMap((name) => headsOf(rules, name));
  const count = (holds: (head: Head) => boolean): number => heads.filter(holds).length;
  const hasBoth = ({ assigned }: Head): boolean =>
    assigned.has('local') && [...NARROWER].some((label) => assigned.has(label));
  const isNone = ({ strongest }: Head): boolean => strongest === 'heterogeneous';
  return {
    names,
    counts: [
      { what: 'heads', count: heads.length },
      { what: 'both local and previous, next or self assigned', count: count(hasBoth) },
      { what: '... of these the chip is the narrower one', count: count((head) => hasBoth(head) && isNarrow(head)) },
      { what: '"no clear pattern"', count: count(isNone) },
      {
        what: '... of these with half of their attention on sinks, or more',
        count: count((head) => isNone(head) && head.stats.sinkMass >= 0.5),
      },
      { what: '... of these with a lean', count: count((head) => isNone(head) && head.lean !== undefined) },
      { what: '"broad"', count: count(({ strongest }) => strongest === 'broad') },
      {
        what: '... of these with a lean',
        count: count(({ strongest, lean }) => strongest === 'broad' && lean !== undefined),
      },
      { what: 'a sink assigned', count: count(({ assigned }) => assigned.has('delimiter') || assigned.has('first')) },
      { what: 'punctuation assigned', count: count(({ assigned }) => assigned.has('punctuation')) },
      {
        what: 'punctuation implied by one column',
        count: count(({ impliedBy }) => impliedBy.get('punctuation') === 'vertical'),
      },
      ...(
        ['previous', 'next', 'self', 'offset', 'vertical', 'same_token', 'induction', 'block', 'long_range'] as const
      ).map((label) => ({ what: `${label} assigned`, count: count(({ assigned }) => assigned.has(label)) })),
      { what: 'uniform assigned', count: count(({ assigned }) => assigned.has('uniform')) },
    ],
  };
}

function isNarrow({ strongest }: Head): boolean {
  return strongest !== null && NARROWER.has(strongest);
}

function headsOf({ labelHead, contextOf }: Rules, name: string): readonly Head[] {
  const { tokens, isCausal, tensor } = readRealAttention(name);
  const context = contextOf(tokens, isCausal, { hasSegments: tokens.includes('[SEP]') });
  return Array.from({ length: tensor.nLayers * tensor.nHeads }, (_, index) => {
    const place = { layer: Math.floor(index / tensor.nHeads), head: index % tensor.nHeads };
    const { labels, ...report } = labelHead(patternOf(tensor, place), context);
    return {
      ...report,
      assigned: new Set(labels.filter(({ status }: LabelScore) => status === 'assigned').map(({ label }) => label)),
      impliedBy: new Map(labels.map(({ label, impliedBy }) => [label, impliedBy])),
    };
  });
}
