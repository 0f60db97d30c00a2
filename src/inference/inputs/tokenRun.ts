import { AppError } from '../../core/errors.ts';
import type { Token } from '../../core/tokens.ts';
import type { Notice } from '../protocol.ts';
import type { PreparedModel } from '../run/prepared.ts';
import type { FeedValues, TokenIds } from '../runtime/feeds.ts';
import { maxTokensOf } from '../sources/modelConfig.ts';
import type { Encoding } from '../tokenizer/tokenizer.ts';
import type { InputGround, Measured, ReadInput } from './modality.ts';
import { fixedLengthNotice } from './modelNotices.ts';
import { encodeIds, fillUp, idsOf, shiftRight } from './sequences.ts';

/** Holds a repeated word and punctuation; its length is no power of two, so that axes cannot hide a swap. */
const TEXT = 'The cat sat on the mat, and then the cat slept.';
const MAX_TOKENS = 16;

/** The tokens of a first run of any model that reads ids. */
export function firstTokens(model: PreparedModel): TokenIds {
  const { tokenizer, config, sequence } = model;
  const limits = [config.maxPositions, sequence.nPositions, sequence.length].filter((limit) => limit !== null);
  const nTokens = Math.min(MAX_TOKENS, ...limits);
  const nIds = Math.min(config.nVocab ?? Infinity, sequence.nIds ?? Infinity);
  const encoding = tokenizer?.encode(TEXT, null, nTokens);
  if (encoding?.tokens.every(({ id }) => id < nIds)) return idsOf(fillUp(model, encoding));
  // Any ids do; small ones are in every vocabulary.
  const ids = Array.from({ length: Math.min(11, nTokens) }, (_, i) => (3 * i + 2) % Math.min(nIds, 32));
  return idsOf(fillUp(model, encodeIds(ids, nTokens)));
}

/** A first run of a model that reads one sequence. */
export function firstSequence(model: PreparedModel) {
  const tokens = firstTokens(model);
  return { feed: { tokens }, lengths: { nSource: tokens.ids.length, nTarget: null } };
}

/** A sequence as the model takes it. Throws AppError 'bad-input' for an id outside the vocabulary. */
export function readSequence(
  { prepared, plan }: InputGround,
  typed: Encoding,
  text: string,
  pair: string | null,
): ReadInput {
  checkVocabulary(prepared, typed.tokens);
  const encoding = fillUp(prepared, typed);
  const feed: FeedValues = { tokens: idsOf(encoding) };
  const { tokens, cut } = encoding;
  const targetTokens = shiftedTarget({ prepared, plan }, tokens);
  return { feed, words: () => ({ text, pair, tokens, targetTokens, image: null, cut }) };
}

/** An id that the table of tokens (of `nIds` rows) has no row for would end in words of the runtime about its memory. */
export function checkVocabulary(
  { sequence, tokenizer }: PreparedModel,
  tokens: readonly Token[],
  nIds = sequence.nIds,
): void {
  const bad = nIds === null ? undefined : tokens.find(({ id }) => id >= nIds);
  if (bad === undefined || nIds === null) return;
  const words = tokenizer === null ? `${bad.id}` : `“${bad.text}” is token ${bad.id}, which`;
  throw new AppError(
    'bad-input',
    `${words} is not in the model's vocabulary of ${nIds} tokens, numbered 0 to ${nIds - 1}`,
  );
}

/** An encoder-decoder model that reads one text makes the target out of it, moved by one place; for any other, null. */
function shiftedTarget(
  { plan, prepared }: Pick<InputGround, 'plan' | 'prepared'>,
  tokens: readonly Token[],
): readonly Token[] | null {
  const isPair = plan.places.some((place) => place?.kind === 'cross');
  const { start } = prepared.generation;
  return isPair && start !== null ? shiftRight(prepared.tokenizer, tokens, start) : null;
}

/** The least of what files, graph and memory allow. */
export function longestSequence(
  { config, tokenizerConfig, sequence }: PreparedModel,
  { nLayers, nHeads }: Measured,
): number {
  const most = Math.min(sequence.length ?? Infinity, sequence.nPositions ?? Infinity);
  return Math.min(maxTokensOf(config, tokenizerConfig, nLayers, nHeads), most);
}

/** Texts of any length go into a graph of one length, which people must know of. */
export function fixedLength({ sequence, tokenizer, config }: PreparedModel): readonly Notice[] {
  if (sequence.length === null) return [];
  const padding = tokenizer?.pieceText(config.padId ?? 0) ?? `token id ${config.padId ?? 0}`;
  return [fixedLengthNotice(sequence.length, padding)];
}
