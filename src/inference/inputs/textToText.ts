import { AppError } from '../../core/errors.ts';
import type { Modality } from './modality.ts';
import { encodeText, fillUp, idsOf, startOf } from './sequences.ts';
import { targetOf } from './targetOf.ts';
import { checkVocabulary, firstTokens, fixedLength, longestSequence } from './tokenRun.ts';

/** Unlike the source in length, so that the stacks of an encoder-decoder model can be told apart. */
const MAX_FIRST_TARGET = 5;

/** Longest target that a model writes by itself, in tokens. */
const MAX_WRITTEN = 48;

/** A source that an encoder reads, and a target that the decoder has written or writes now. */
export const textToText: Modality<'text-to-text'> = {
  // Those of text, which stand in the table already.
  inputs: [],
  fits: ({ isPair, inputs }) => isPair || inputs.some(({ role }) => role === 'decoder-ids'),
  firstRun(model) {
    const source = firstTokens(model);
    const nSource = source.ids.length;
    const target = [startOf(model), ...source.ids.slice(0, Math.min(MAX_FIRST_TARGET, nSource - 1) - 1)];
    return { feed: { tokens: source, decoderIds: target }, lengths: { nSource, nTarget: target.length } };
  },
  // What writes a target scores a vocabulary, whether or not a file says of what size.
  vocabulary: 'any',
  maxTokens: longestSequence,
  notices: fixedLength,
  async read(ground, { source, target: typed, written }) {
    const { prepared, info } = ground;
    const encoding = encodeText(prepared.tokenizer, source, info.maxTokens);
    if (encoding.tokens.length === 0) throw new AppError('run-failed', 'the source has no tokens');
    checkVocabulary(prepared, encoding.tokens);
    const filled = fillUp(prepared, encoding);
    const { tokens, cut } = filled;
    const read = idsOf(filled);
    const target = await targetOf(ground, { tokens: read }, { typed, written }, MAX_WRITTEN);
    const words = { text: source, pair: target.text, tokens, targetTokens: target.tokens, image: null };
    return {
      feed: { tokens: read, decoderIds: target.tokens.map((token) => token.id) },
      words: () => ({ ...words, cut: cut ?? target.cut }),
    };
  },
};
