import { AppError } from '../../core/errors.ts';
import type { Modality } from './modality.ts';
import { readAmong } from './pictureAmong.ts';
import { encodeIds, writeIds } from './sequences.ts';
import { firstSequence, fixedLength, longestSequence, readSequence } from './tokenRun.ts';

/** Token ids, for a model that came without a tokenizer. */
export const ids: Modality<'ids'> = {
  // Those of text, which stand in the table already.
  inputs: [],
  fits: () => true,
  firstRun: firstSequence,
  vocabulary: null,
  maxTokens: longestSequence,
  notices: fixedLength,
  read(ground, { ids: typed, picture }) {
    checkIds(typed);
    const encoding = encodeIds(typed, ground.info.maxTokens);
    return readAmong(ground, encoding, picture, (all) => readSequence(ground, all, writeIds(typed), null));
  },
};

function checkIds(typed: readonly number[]): void {
  if (typed.length === 0) throw new AppError('bad-input', 'no token ids were given');
  const bad = typed.find((id) => !Number.isSafeInteger(id) || id < 0);
  if (bad !== undefined) throw new AppError('bad-input', `${bad} is no token id`);
}
