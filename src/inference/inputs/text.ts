import { AppError } from '../../core/errors.ts';
import type { Modality } from './modality.ts';
import { SEQUENCE_INPUTS } from './sequenceInputs.ts';
import { idsOf } from './sequences.ts';
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
  read(ground, { text: typed, pair }) {
    const { tokenizer } = ground.prepared;
    if (!tokenizer) throw new AppError('bad-input', 'the model came without a tokenizer');
    const encoding = tokenizer.encode(typed, pair, ground.info.maxTokens);
    if (encoding.tokens.length === 0) throw new AppError('run-failed', 'the text has no tokens');
    return readSequence(ground, encoding, typed, pair);
  },
  sentence({ prepared: { tokenizer }, info }, sentence) {
    if (!tokenizer) throw new RangeError('invalid model: it has no tokenizer');
    return { tokens: idsOf(tokenizer.encode(sentence, null, info.maxTokens)) };
  },
};
