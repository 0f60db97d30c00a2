import { AppError } from '../../core/errors.ts';
import type { Modality } from './modality.ts';
import { readAmong } from './pictureAmong.ts';
import { encodeIds, writeIds } from './sequences.ts';
import { writtenOn } from './written.ts';
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
  async read(ground, { ids: typed, written = [], picture }) {
    checkIds(typed);
    const { maxTokens } = ground.info;
    const { encoding, text } = writtenOn(null, encodeIds(typed, maxTokens), writeIds(typed), written, maxTokens);
    const found = await readAmong(ground, encoding, picture, (all) => readSequence(ground, all, text, null));
    return written.length === 0 ? found : { ...found, feed: { ...found.feed, grows: true } };
  },
};

function checkIds(typed: readonly number[]): void {
  if (typed.length === 0) throw new AppError('bad-input', 'no token ids were given');
  const bad = typed.find((id) => !Number.isSafeInteger(id) || id < 0);
  if (bad !== undefined) throw new AppError('bad-input', `${bad} is no token id`);
}
