import type { InsideLayer } from '../../core/inside/layer.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { SiteInside } from '../surgery/inside/types.ts';
import { readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { siteOf } from './siteAt.ts';
import { needed, neededOf } from './stages.ts';
import { hasSource, startOfWords, tensorsOfWord } from './wordRuns.ts';

/** A layer that words are given to alone: what its heads write of a value. */
export type WordLayer = {
  readonly model: RunnableModel;
  readonly index: number;
  readonly inside: SiteInside;
  /** What the run on screen showed of it. */
  readonly given: InsideLayer;
  readonly nHeads: number;
  readonly nKeyHeads: number;
  readonly dV: number;
  /** [heads dV, d], and b_V W_O of each head, [heads, d], or null. */
  readonly outputWeights: Float32Array;
  readonly constant: Float32Array | null;
  /** The token that begins a text of this model, as the run or else its files have it; null where none does. */
  readonly start: number | null;
  /** What is fed besides the words: the run, of which the source stays as it is; null for nothing. */
  readonly feed: FeedValues | null;
};

/** Throws Refused where W_O is not to be had, or no word can be given to the layer alone. */
export async function wordLayerOf(
  model: RunnableModel,
  kept: KeptRun,
  { kind, layer }: Pick<InsideLayer, 'kind' | 'layer'>,
  index: number,
  turn: Turn,
): Promise<WordLayer> {
  const { tokens, own } = kept.done.feed;
  if (tokens === undefined || own !== undefined) {
    throw new Refused('not-found', 'a word alone can be given only to a model that reads text');
  }
  if (kind === 'cross') {
    throw new Refused('not-found', 'this head looks at words of the source, which need not be those that are scored');
  }
  const found = await readGiven(model, kept, kind, layer, turn);
  const outputWeights = needed(found.outputWeights);
  const value = needed(found.value);
  const { inside } = siteOf(model.prepared, index).site;
  if (inside === null) throw new Refused('not-found', 'the graph does not tell where its values are');
  const { nHeads, nKeyHeads, nKeys, constantWritten: constant } = found;
  const start = startOfWords(model, kept);
  const feed = hasSource(kept) ? kept.done.feed : null;
  const dV = value.length / (nKeyHeads * nKeys);
  return { model, index, inside, given: found, nHeads, nKeyHeads, dV, outputWeights, constant, start, feed };
}

/** The values of a token that stands alone, behind the token that begins a text. Shape: [heads of values, dV]. Throws Refused and AppError. */
export async function valuesOfWord(
  { model, index, inside, nHeads, nKeyHeads, dV, start, feed }: WordLayer,
  token: number,
): Promise<Float32Array> {
  const { found, at, nTokens } = await tensorsOfWord({ model, index, inside, start, nHeads, feed }, token);
  const { data, nHeads: nOwn } = neededOf(found.value);
  // In so short a text heads may seem to share what they do not.
  const step = nOwn / nKeyHeads;
  const values = new Float32Array(nKeyHeads * dV);
  for (let head = 0; head < nKeyHeads; head++) {
    const from = (Math.floor(head * step) * nTokens + at) * dV;
    values.set(data.subarray(from, from + dV), head * dV);
  }
  return values;
}
