import { AppError } from '../../core/errors.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import type { SoundLimits } from '../../core/run.ts';
import { hasSameNumbers, newestMade } from '../inputs/newestMade.ts';
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

/** What is made of a sound: its features as a feed, and what is shown of it. */
type Heard = { readonly prepared: Omit<PreparedSound, 'features'>; readonly feed: FeedValues };

const newest = newestMade<Float32Array, Heard>(hasSameNumbers);

/** What a run reads of a sound, and its words once the model has said how many tokens it is. Throws AppError. */
export async function hear(
  how: SoundPreprocessor,
  config: ModelConfig,
  limits: SoundLimits | undefined,
  { name, rate, samples, wholeSeconds = samples.length / rate }: Omit<InputOf<'sound'>, 'kind'>,
) {
  if (rate !== how.rate) throw new AppError('bad-input', `the sound has ${rate} samples a second, not ${how.rate}`);
  if (samples.length < MIN_SECONDS * rate) throw new AppError('bad-input', 'the sound is shorter than 0.1 s');
  const most = Math.floor((limits?.maxSeconds ?? Infinity) * rate);
  // What is kept for the next run is no view on the rest.
  const heard = most < samples.length ? samples.slice(0, most) : samples;
  const { feed, prepared } = await newest(config, heard, async () => {
    const { features, ...rest } = await prepareSound(heard, how);
    return { prepared: rest, feed: soundFeed(features, how.kind) };
  });
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
