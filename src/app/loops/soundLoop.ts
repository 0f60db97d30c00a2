import { toErrorInfo } from '../../core/errors.ts';
import type { AppState } from '../state/appState.ts';
import type { ShownSound } from '../state/sound.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { startSampleSoundsLoop } from './sampleSoundsLoop.ts';
import { isReadFor, oneChannel } from './soundSamples.ts';
import type { Wanted } from './soundSamples.ts';

/** So many bytes are read into memory, and several times as many once they are a sound. */
const MOST_BYTES = 200e6;
const USUAL: Wanted = { rate: 16_000, maxSeconds: Infinity };

/** What the model wants whose part of the page it is, also while that model is loaded anew; null for a model of something else. */
const wantedOf = ({ shown }: AppState): Wanted | null => shown?.model.sound ?? null;

/**
 * Gives the model each sound file that is opened, in any form that the browser knows, as one channel at the rate that the
 * model takes, and reads the newest anew where another model wants it otherwise; sounds that lie beside a model are among them. It begins with
 * the part of the page that sounds are chosen in. Returns its undoing.
 */
export function startSoundLoop(): () => void {
  /** Counts sounds, so that one that takes longer to read does not take the place of one that was chosen after it. */
  let newest = 0;
  let isReading = false;

  async function read(file: File): Promise<void> {
    newest += 1;
    const own = newest;
    isReading = true;
    let refused: File | null = null;
    try {
      const sound = await readSound(file, wantedOf(store.getState()) ?? USUAL);
      if (own === newest) dispatch({ type: 'soundChosen', sound });
    } catch (thrown) {
      refused = file;
      if (own === newest) dispatch({ type: 'inputRefused', error: toErrorInfo(thrown, 'bad-input') });
    }
    if (own !== newest) return;
    isReading = false;
    readAnew(refused);
  }

  /** What is being read is the newest: it is looked at again once it is there. A file that was refused is not tried again by itself. */
  function readAnew(refused: File | null): void {
    const { sound } = store.getState();
    const wanted = wantedOf(store.getState());
    if (isReading || sound === null || wanted === null || sound.file === refused) return;
    if (!isReadFor(sound, wanted)) void read(sound.file);
  }

  const endSamples = startSampleSoundsLoop(() => newest === 0 && store.getState().sound === null);
  const unhear = hear({ soundOpened: ({ file }) => void read(file) });
  const unsubscribe = store.subscribe((state, before) => {
    if (wantedOf(state) !== wantedOf(before)) readAnew(null);
  });
  readAnew(null);
  return () => {
    endSamples();
    unhear();
    unsubscribe();
  };
}

/** Rejects with a TypeError, in words for people, where the browser cannot read it. */
async function readSound(file: File, wanted: Wanted): Promise<ShownSound> {
  const { name } = file;
  const { rate } = wanted;
  if (file.size > MOST_BYTES) throw new TypeError(`${name} is larger than 200 MB: cut out the part that matters`);
  const bytes = await file.arrayBuffer();
  // Decoding in a context of the rate brings the sound to it.
  const decoded = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes).catch(() => {
    throw new TypeError(`${name} is not a sound this browser can read`);
  });
  const samples = oneChannel(decoded, wanted);
  return { kind: 'sound', name, rate, samples, wholeSeconds: decoded.length / rate, file };
}
