import type { RunSound } from '../../core/run.ts';
import { extractFeatures } from './library.ts';
import type { Features } from './library.ts';
import { soundPicture } from './soundPicture.ts';
import type { SoundPreprocessor } from './soundPreprocessor.ts';

/** A sound as the model takes it, and a picture of it. */
export type PreparedSound = {
  readonly features: Features;
  /** Samples that the model hears, silence included. */
  readonly nSamples: number;
  readonly picture: RunSound['picture'];
};

/** Bins of the picture of a sound that the model takes as samples, and samples from one column to the next. */
const PICTURE = { bins: 64, fft: 400, hop: 160 } as const;

/** Shape: samples [sample]; what is more than the model takes is cut. */
export async function prepareSound(samples: Float32Array, how: SoundPreprocessor): Promise<PreparedSound> {
  const { kind, fields, nFixed, rate } = how;
  const isRaw = kind === 'samples' || kind === 'evened';
  // Silence for samples is added here; spectrograms are filled up by the library, as their models were trained.
  const given = isRaw ? filledUp(samples, nFixed ?? samples.length) : samples.subarray(0, nFixed ?? samples.length);
  const features = await extractFeatures(kind, fields, given);
  const nSamples = nFixed ?? samples.length;
  return { features, nSamples, picture: isRaw ? await pictureOfSamples(given, rate) : pictureOf(kind, features) };
}

function filledUp(samples: Float32Array, n: number): Float32Array {
  if (samples.length === n) return samples;
  const filled = new Float32Array(n);
  filled.set(samples.subarray(0, n));
  return filled;
}

async function pictureOfSamples(samples: Float32Array, rate: number): Promise<RunSound['picture']> {
  const fields = {
    feature_size: PICTURE.bins,
    n_fft: PICTURE.fft,
    hop_length: PICTURE.hop,
    sampling_rate: rate,
    n_samples: samples.length,
    nb_max_frames: Math.floor(samples.length / PICTURE.hop),
  };
  return pictureOf('whisper', await extractFeatures('whisper', fields, samples));
}

function pictureOf(kind: SoundPreprocessor['kind'], { dims, data }: Features): RunSound['picture'] {
  const [, first = 0, second = 0] = dims;
  return kind === 'ast'
    ? soundPicture(second, first, (bin, frame) => data[frame * second + bin] ?? 0)
    : soundPicture(first, second, (bin, frame) => data[bin * second + frame] ?? 0);
}
