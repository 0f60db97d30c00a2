import type { KeptRun } from '../ablate/keptRun.ts';
import { encodeIds, fillUp, idsOf } from '../inputs/sequences.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { SiteInside } from '../surgery/inside/types.ts';
import { gather } from './gather.ts';
import type { Gathered } from './gather.ts';
import { Refused } from './refuse.ts';

/** A layer of a model that words are given to alone. */
type WordAt = {
  readonly model: RunnableModel;
  readonly index: number;
  readonly inside: SiteInside;
  readonly start: number | null;
  readonly nHeads: number;
  /** What is fed besides the words, of which a source stays as it is; null for nothing. */
  readonly feed: FeedValues | null;
};

/** Whether what is read besides the words takes part in what is made of them: the source of a model that rewrites one. */
export function hasSource({ done }: KeptRun): boolean {
  return done.feed.decoderIds !== undefined;
}

/** The token that begins a text that the model goes on with, as the run or else its files have it; null where none does. */
export function startOfWords({ prepared }: RunnableModel, { done: { run } }: KeptRun): number | null {
  const first = (run.targetTokens ?? run.tokens)[0];
  return first?.special === true ? first.id : prepared.generation.start;
}

/** `startOfWords` of a model that reads one text, as the run or else its files have it; null where none does. Throws Refused where it reads more than one text. */
export function textStart(model: RunnableModel, kept: KeptRun): number | null {
  const { tokens, decoderIds, own } = kept.done.feed;
  if (tokens === undefined || decoderIds !== undefined || own !== undefined) {
    throw new Refused('not-found', 'a word alone can be given only to a model that reads one text');
  }
  return startOfWords(model, kept);
}

/** What a layer makes of a token that stands alone behind the token that begins a text; `at` is where it stands. Throws AppError. */
export async function tensorsOfWord(
  { model, index, inside, start, nHeads, feed }: WordAt,
  token: number,
): Promise<{ readonly found: Gathered; readonly at: number; readonly nTokens: number }> {
  const ids = start === null ? [token] : [start, token];
  const words: FeedValues = feed
    ? { ...feed, decoderIds: ids }
    : { tokens: idsOf(fillUp(model.prepared, encodeIds(ids, ids.length))) };
  const nTokens = (words.decoderIds ?? words.tokens?.ids ?? []).length;
  const operands = [inside.query, inside.key, inside.value].flatMap((operand) => operand?.name ?? []);
  const scales = [inside.scale.after, inside.scale.query, inside.scale.key];
  const names = [...operands, ...scales.flatMap(({ computed }) => computed.map(({ name }) => name))];
  const tensors = await model.session.tensors(words, index, names);
  // Weights need not be decoded once more.
  const bare = { ...inside, outputWeights: null, outputBias: null, queryBias: null, valueBias: null };
  const found = gather(bare, null, { nHeads, nQueries: nTokens, nKeys: nTokens }, tensors);
  return { found, at: ids.length - 1, nTokens };
}
