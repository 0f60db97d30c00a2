import type { KeptRun } from '../ablate/keptRun.ts';
import { encodeIds, fillUp, idsOf } from '../inputs/sequences.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { TokenIds } from '../runtime/feeds.ts';
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
};

/** The token that begins a text of a model, as the run or else its files have it; null where none does. Throws Refused where it reads more than one text. */
export function textStart(model: RunnableModel, kept: KeptRun): number | null {
  const { tokens, decoderIds, own } = kept.done.feed;
  if (tokens === undefined || decoderIds !== undefined || own !== undefined) {
    throw new Refused('not-found', 'a word alone can be given only to a model that reads one text');
  }
  const first = kept.done.run.tokens[0];
  return first?.special === true ? first.id : model.prepared.generation.start;
}

/** What a layer makes of a token that stands alone behind the token that begins a text; `at` is where it stands. Throws AppError. */
export async function tensorsOfWord(
  { model, index, inside, start, nHeads }: WordAt,
  token: number,
): Promise<{ readonly found: Gathered; readonly at: number; readonly nTokens: number }> {
  const ids = start === null ? [token] : [start, token];
  const tokens: TokenIds = idsOf(fillUp(model.prepared, encodeIds(ids, ids.length)));
  const nTokens = tokens.ids.length;
  const operands = [inside.query, inside.key, inside.value].flatMap((operand) => operand?.name ?? []);
  const scales = [inside.scale.after, inside.scale.query, inside.scale.key];
  const names = [...operands, ...scales.flatMap(({ computed }) => computed.map(({ name }) => name))];
  const tensors = await model.session.tensors({ tokens }, index, names);
  // Weights need not be decoded once more.
  const bare = { ...inside, outputWeights: null, outputBias: null, queryBias: null, valueBias: null };
  const found = gather(bare, null, { nHeads, nQueries: nTokens, nKeys: nTokens }, tensors);
  return { found, at: ids.length - 1, nTokens };
}
