import { toErrorInfo } from '../../core/errors.ts';
import { dispatch, hear, store } from '../state/store.ts';

/** So many bytes are read into memory, and several times as many once they are a sound. */
const MOST_BYTES = 200e6;
const USUAL_RATE = 16_000;

/**
 * Gives the model each sound file that is opened, in any form that the browser knows, as one channel at the rate that the
 * model takes. It begins with the part of the page that sounds are chosen in. Returns its undoing.
 */
export function startSoundLoop(): () => void {
  /** Counts sounds, so that one that takes longer to read does not take the place of one that was chosen after it. */
  let newest = 0;
  return hear({
    async soundOpened({ file }) {
      newest += 1;
      const own = newest;
      const { model } = store.getState();
      const rate = (model.status === 'ready' ? model.model.sound?.rate : undefined) ?? USUAL_RATE;
      try {
        const samples = await readSamples(file, rate);
        if (own !== newest) return;
        dispatch({ type: 'soundChosen', sound: { kind: 'sound', name: file.name, rate, samples, file } });
      } catch (thrown) {
        if (own === newest) dispatch({ type: 'inputRefused', error: toErrorInfo(thrown, 'bad-input') });
      }
    },
  });
}

/** Rejects with a TypeError, in words for people, where the browser cannot read it. */
async function readSamples(file: File, rate: number): Promise<Float32Array> {
  if (file.size > MOST_BYTES) throw new TypeError(`${file.name} is larger than 200 MB: cut out the part that matters`);
  const bytes = await file.arrayBuffer();
  // Decoding in a context of the rate brings the sound to it.
  const decoded = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes).catch(() => {
    throw new TypeError(`${file.name} is not a sound this browser can read`);
  });
  return oneChannel(decoded);
}

/** The mean of all channels. */
function oneChannel(sound: Pick<AudioBuffer, 'numberOfChannels' | 'length' | 'getChannelData'>): Float32Array {
  const channels = Array.from({ length: sound.numberOfChannels }, (_, channel) => sound.getChannelData(channel));
  return Float32Array.from({ length: sound.length }, (_, at) => {
    return channels.reduce((sum, samples) => sum + (samples[at] ?? 0), 0) / channels.length;
  });
}
