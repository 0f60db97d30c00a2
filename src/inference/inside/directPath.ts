import type { AttentionKind } from '../../core/tensor.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { Ending } from '../surgery/inside/ending.ts';
import type { Summand } from '../surgery/inside/summands.ts';
import type { GraphFacts } from '../surgery/types.ts';
import { Refused } from './refuse.ts';
import { siteOf } from './siteAt.ts';

/** The straight way of what a layer writes to the scores. */
export type DirectPath = {
  readonly ending: Ending;
  /** The tensor that holds the sum of what the heads write. */
  readonly written: string;
  /** How it comes into the stream. */
  readonly summand: Summand;
};

/**
 * Finds the way of a layer (`index` in a pass) into the stream at its end by sums alone.
 * Throws Refused with the reason where anything else lies between: then what a head writes cannot be followed to the scores.
 */
export function directPathOf({ prepared }: Pick<RunnableModel, 'prepared'>, index: number): DirectPath {
  const { graphs } = prepared;
  const { facts, graph, site } = siteOf(prepared, index);
  const isOfEncoder = site.kind === 'encoder' && graphs.some(({ sites }) => sites.some(({ kind }) => kind === 'cross'));
  if (isOfEncoder || graph < graphs.length - 1) {
    throw refused('what the encoder writes reaches the scores only through the attention of the decoder');
  }
  if (site.branch !== null) throw new Refused('branch', site.branch.nodeName);
  if (site.inside?.mixes.weights === true) throw new Refused('mixed-heads', site.nodeName);
  const { ending } = facts;
  if (ending === null) throw new Refused('not-found', 'the graph was read for its patterns alone');
  if ('whyNot' in ending) throw refused(ending.whyNot);
  const written = site.inside?.attentionOutput ?? null;
  if (written === null) throw new Refused('no-output-weights', site.inside?.whyNoWeights ?? 'they were not found');
  if (ending.several.has(written)) throw refused('what the layer writes is added to the stream by more than one way');
  const summand = ending.summands.get(written);
  if (summand === undefined) throw refused(whatLiesBetween(facts, ending, site.kind));
  return { ending, written, summand };
}

function refused(why: string): Refused {
  return new Refused('no-direct-path', why);
}

/** Where no layer reaches the last norm by sums, that norm belongs to a head of its own, or each block ends in one. */
function whatLiesBetween({ sites }: GraphFacts, { summands }: Ending, kind: AttentionKind): string {
  const ofKind = sites.filter((site) => site.kind === kind);
  if (ofKind.some(({ inside }) => inside?.isPostNorm === true))
    return 'a norm lies between this head and the end of each block';
  const reaches = ofKind.some(({ inside }) => summands.has(inside?.attentionOutput ?? ''));
  const isSum = summands.size > 2;
  if (reaches || isSum) return 'a norm lies between this head and the stream';
  return 'between the last block and the scores lie another product and an activation, not a norm and a product alone';
}
