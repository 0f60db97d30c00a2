import type { SoundLimits } from '../../core/run.ts';
import type { ShownSound } from '../state/sound.ts';

/** Samples per second, and seconds of which a model hears no more. */
export type Wanted = Pick<SoundLimits, 'rate' | 'maxSeconds'>;

/** The mean of all channels of a sound, as far as the model hears it, in memory of its own: all of that goes to the worker with each run. */
export function oneChannel(
  sound: Pick<AudioBuffer, 'numberOfChannels' | 'length' | 'getChannelData'>,
  { rate, maxSeconds }: Wanted,
): Float32Array {
  const { numberOfChannels } = sound;
  const mean = new Float32Array(Math.min(sound.length, Math.floor(maxSeconds * rate)));
  for (let channel = 0; channel < numberOfChannels; channel++) {
    const samples = sound.getChannelData(channel);
    for (let at = 0; at < mean.length; at++) {
      mean[at] = (mean[at] ?? 0) + (samples[at] ?? 0) / numberOfChannels;
    }
  }
  return mean;
}

/** Whether a sound was read as a model wants it: at its rate, and of what is cut off it hears nothing. */
export function isReadFor(
  { rate, samples, wholeSeconds }: Pick<ShownSound, 'rate' | 'samples' | 'wholeSeconds'>,
  wanted: Wanted,
): boolean {
  const nWhole = Math.round((wholeSeconds ?? 0) * rate);
  return rate === wanted.rate && samples.length >= Math.min(nWhole, Math.floor(wanted.maxSeconds * rate));
}
