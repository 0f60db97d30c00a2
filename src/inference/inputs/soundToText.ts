import type { Modality } from './modality.ts';
import { startOf } from './sequences.ts';
import { fetchHearing, firstSound, fixedSound, preprocessorOf, sound, soundLimits } from './sound.ts';
import { IDS_NOTICE } from './modelNotices.ts';
import { targetOf } from './targetOf.ts';

/** Longest target where no file says, in tokens: Whisper's. */
const MAX_TARGET = 448;

/** Longest transcript that a model writes by itself, in tokens: half a minute of fast speech, which is all that Whisper hears at once. */
const MAX_WRITTEN = 200;

/** A sound that an encoder hears, and a target that the decoder has written or writes now. */
export const soundToText: Modality<'sound-to-text'> = {
  // Those of sound and of text, which stand in the table already.
  inputs: [],
  fits: ({ isPair, inputs }) =>
    inputs.some(({ role }) => role === 'sound') && (isPair || inputs.some(({ role }) => role === 'decoder-ids')),
  fetch: fetchHearing,
  ...(sound.check && { check: sound.check }),
  firstRun(model) {
    // Unlike the sound in length, so that the stacks can be told apart; small ids are in every vocabulary.
    return {
      feed: { ...firstSound(model), decoderIds: [startOf(model), 0, 1, 2] },
      lengths: { nSource: null, nTarget: null },
    };
  },
  vocabulary: 'any',
  maxTokens: ({ config, graphs }) => Math.min(config.maxPositions ?? MAX_TARGET, graphs.at(-1)?.nPositions ?? Infinity),
  sound: soundLimits,
  // The target is written and typed in token ids then.
  notices: (model) => [...(model.tokenizer === null ? [IDS_NOTICE] : []), ...fixedSound(model)],
  async read(ground, given) {
    const { prepared, info } = ground;
    const { hear } = await fetchHearing();
    const heard = await hear(preprocessorOf(prepared), prepared.config, info.sound, given);
    const target = await targetOf(ground, heard.feed, { typed: given.target, written: given.written }, MAX_WRITTEN);
    return {
      feed: { ...heard.feed, decoderIds: target.tokens.map(({ id }) => id) },
      words: (layers) => ({
        ...heard.words(layers),
        pair: target.text,
        targetTokens: target.tokens,
        cut: target.cut,
      }),
    };
  },
};
