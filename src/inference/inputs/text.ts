import { AppError } from '../../core/errors.ts';
import type { Modality } from './modality.ts';
import { SEQUENCE_INPUTS } from './sequenceInputs.ts';
import { idsOf } from './sequences.ts';
import { readAmong } from './pictureAmong.ts';
import { writtenOn } from './written.ts';
import { firstSequence, fixedLength, longestSequence, readSequence } from './tokenRun.ts';

/** A text, or a pair of texts, that a tokenizer cuts into tokens. */
export const text: Modality<'text'> = {
  inputs: SEQUENCE_INPUTS,
  fits: ({ tokenizer }) => tokenizer() !== null,
  firstRun: firstSequence,
  vocabulary: null,
  maxTokens: longestSequence,
  takesPair: ({ tokenizer }) => tokenizer?.takesPair ?? false,
  notices: fixedLength,
  async read(ground, { text: typed, pair, written = [], picture }) {
    const { tokenizer } = ground.prepared;
    if (!tokenizer) throw new AppError('bad-input', 'the model came without a tokenizer');
    const { maxTokens } = ground.info;
    const read = tokenizer.encode(typed, pair, maxTokens);
    if (read.tokens.length === 0) throw new AppError('run-failed', 'the text has no tokens');
    const { encoding, text: whole } = writtenOn(tokenizer, read, typed, written, maxTokens);
    const found = await readAmong(ground, encoding, picture, (all) => readSequence(ground, all, whole, pair));
    return written.length === 0 ? found : { ...found, feed: { ...found.feed, grows: true } };
  },
  sentence({ prepared: { tokenizer }, info }, sentence) {
    if (!tokenizer) throw new RangeError('invalid model: it has no tokenizer');
    return { tokens: idsOf(tokenizer.encode(sentence, null, info.maxTokens)) };
  },
};
