import { AppError } from '../../core/errors.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import type { SoundLimits } from '../../core/run.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { ModelConfig } from '../sources/modelConfig.ts';
import { prepareSound } from './prepareSound.ts';
import type { PreparedSound } from './prepareSound.ts';
import { soundFeed } from './soundFeed.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { SoundPreprocessor } from './soundPreprocessor.ts';
import { soundPlaces, soundTokens } from './soundTokens.ts';

/** Shorter than the first step of any model. */
const MIN_SECONDS = 0.1;

/** What was made of the newest sound. */
type Heard = {
  readonly samples: Float32Array;
  readonly prepared: Omit<PreparedSound, 'features'>;
  readonly feed: FeedValues;
};

/** By the model: a target that is typed runs on the same sound at every letter. */
const newest = new WeakMap<ModelConfig, Heard>();

/** The features of a sound as a feed, which is the same one as long as the sound is. Shape: samples [sample]. */
async function heardBy(config: ModelConfig, how: SoundPreprocessor, samples: Float32Array): Promise<Heard> {
  const before = newest.get(config);
  if (before && isSame(before.samples, samples)) return before;
  const { features, ...prepared } = await prepareSound(samples, how);
  const heard = { samples: samples.slice(), prepared, feed: soundFeed(features, how.kind) };
  newest.set(config, heard);
  return heard;
}

function isSame(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

/** What a run reads of a sound, and its words once the model has said how many tokens it is. Throws AppError. */
export async function hear(
  how: SoundPreprocessor,
  config: ModelConfig,
  limits: SoundLimits | undefined,
  { name, rate, samples, wholeSeconds = samples.length / rate }: Omit<InputOf<'sound'>, 'kind'>,
) {
  if (rate !== how.rate) throw new AppError('bad-input', `the sound has ${rate} samples a second, not ${how.rate}`);
  if (samples.length < MIN_SECONDS * rate) throw new AppError('bad-input', 'the sound is shorter than 0.1 s');
  const heard = samples.subarray(0, Math.floor((limits?.maxSeconds ?? Infinity) * rate));
  const { feed, prepared } = await heardBy(config, how, heard);
  const { nSamples, picture } = prepared;
  return {
    feed,
    words(layers: readonly LayerOutput[]) {
      const own = layers.find(({ kind }) => kind === 'encoder');
      const cross = layers.find(({ kind }) => kind === 'cross');
      const nTokens = (own ?? cross ?? layers[0])?.dims.at(-1) ?? 0;
      const places = soundPlaces(nTokens, nSamples, how, config);
      const givenSeconds = heard.length / rate;
      const seconds = { seconds: nSamples / rate, givenSeconds, wholeSeconds };
      return {
        text: name,
        tokens: soundTokens(places, givenSeconds),
        image: null,
        // The run is handed over, and the next one of the same sound needs its own.
        sound: { ...places, ...seconds, picture: { ...picture, levels: picture.levels.slice() } },
        cut: null,
      };
    },
  };
}
