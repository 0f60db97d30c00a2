import { AppError } from '../../core/errors.ts';
import type { SoundLimits } from '../../core/run.ts';
import type { PreparedModel } from '../run/prepared.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { soundFeed } from '../sound/soundFeed.ts';
import { readSoundPreprocessor } from '../sound/soundPreprocessor.ts';
import type { SoundPreprocessor } from '../sound/soundPreprocessor.ts';
import { maxTokensOf } from '../sources/modelConfig.ts';
import { isFloat } from '../surgery/elementTypes.ts';
import type { Measured, Modality } from './modality.ts';
import { fixedSoundNotice } from './modelNotices.ts';
import type { InputEvidence, Taken } from './roles.ts';

/** A sound that a model hears moment by moment. */
export const sound: Modality<'sound'> = {
  inputs: [
    { role: 'sound', named: /^input_(values|features)$/, looks: isSound, isRead: true },
    { role: 'sound-mask', named: /^padding_mask$/, looks: null },
  ],
  fits: ({ inputs }) => inputs.some(({ role }) => role === 'sound'),
  hasNoTokenizer: true,
  fetch: fetchHearing,
  check: (model) => void preprocessorOf(model),
  firstRun: (model) => ({ feed: firstSound(model), lengths: { nSource: null, nTarget: null } }),
  vocabulary: null,
  maxTokens: (model, measured) =>
    preprocessorOf(model).nFixed === null ? mostTokens(model, measured) : measured.nQueries,
  sound: soundLimits,
  notices: fixedSound,
  async read({ prepared, info }, given) {
    const { hear } = await fetchHearing();
    const heard = await hear(preprocessorOf(prepared), prepared.config, info.sound, given);
    return { feed: heard.feed, words: (layers) => ({ pair: null, targetTokens: null, ...heard.words(layers) }) };
  },
};

/**
 * What makes features is fetched with the first model of sound: most people open none. Throws AppError 'runtime-unfetched' where it does not
 * come, for which the client starts another worker: one does not ask for a script again.
 */
export function fetchHearing() {
  return import('../sound/hear.ts').catch(() => {
    throw new AppError('runtime-unfetched', 'what prepares sound did not come');
  });
}

/** What people must know of a model that hears sounds of one length. */
export function fixedSound(model: PreparedModel) {
  const { nFixed, rate } = preprocessorOf(model);
  return nFixed === null ? [] : [fixedSoundNotice(nFixed / rate)];
}

export function preprocessorOf({ preprocessorConfig, inputs }: PreparedModel): SoundPreprocessor {
  return readSoundPreprocessor(
    preprocessorConfig,
    inputs.find(({ role }) => role === 'sound'),
  );
}

/** A second of sound of any length, which sets how long a step is. */
export function soundLimits(model: PreparedModel, measured: Measured): SoundLimits {
  const { nFixed, rate } = preprocessorOf(model);
  const maxSeconds = nFixed === null ? mostTokens(model, measured) / measured.nQueries : nFixed / rate;
  return { rate, maxSeconds, isFixed: nFixed !== null };
}

/** As many tokens as a text that no file sets a limit to. */
function mostTokens({ config }: PreparedModel, { nLayers, nHeads }: Measured): number {
  return maxTokensOf({ ...config, maxPositions: null }, null, nLayers, nHeads);
}

/** A tone that rises, or the same as a spectrogram; no two moments are alike. */
export function firstSound(model: PreparedModel): FeedValues {
  const { kind, rate, nFixed, fields } = preprocessorOf(model);
  const size = (name: string): number => Number(fields[name]);
  const dims =
    kind === 'whisper'
      ? [1, size('feature_size'), size('nb_max_frames')]
      : kind === 'ast'
        ? [1, size('max_length'), size('num_mel_bins')]
        : [1, nFixed ?? rate];
  const length = dims.reduce((product, dim) => product * dim, 1);
  const data = Float32Array.from({ length }, (_, i) => Math.sin(0.02 * i + 1e-6 * i * i));
  return soundFeed({ dims, data }, kind);
}

/** Samples [batch, sample] or a spectrogram [batch, .., ..] that a convolution is the first to read. */
function isSound({ elementType, dims, uses }: InputEvidence, { isRead }: Taken): boolean {
  const isOfRank = dims.length === 2 || dims.length === 3;
  return !isRead && isFloat(elementType) && isOfRank && uses.isConvolved === true && !uses.isJoined;
}
