import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { catalogModel } from '../testing/catalogModel.ts';
import { loadedAs } from '../testing/models.ts';
import { TINY } from '../testing/runs.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, store } = await import('../state/store.ts');
const { startSoundLoop } = await import('./soundLoop.ts');

/** What was decoded, in order, and how each is answered: with as many seconds of sound, or null for what is none. */
let decoding: { readonly name: string; readonly rate: number; readonly answer: (seconds: number | null) => void }[];
let undo: () => void;

const file = (name: string): File => new File([name], name);

class Context {
  readonly rate: number;
  constructor(_nChannels: number, _length: number, rate: number) {
    this.rate = rate;
  }
  decodeAudioData(bytes: ArrayBuffer): Promise<unknown> {
    return new Promise((resolve, reject) => {
      decoding.push({
        name: new TextDecoder().decode(bytes),
        rate: this.rate,
        answer: (seconds) =>
          seconds === null
            ? reject(new Error('none'))
            : resolve({
                numberOfChannels: 1,
                length: seconds * this.rate,
                getChannelData: () => new Float32Array(seconds * this.rate),
              }),
      });
    });
  }
}

beforeEach(() => {
  decoding = [];
  vi.stubGlobal('OfflineAudioContext', Context);
  store.setState(initialState(decodeView('')), true);
  load(20, 3);
  undo = startSoundLoop();
});
afterEach(() => undo());

/** A model of sound that is there. */
function load(rate: number, maxSeconds: number): void {
  dispatch({ type: 'loadStarted', loadId: 1 });
  dispatch(loadedAs({ ...TINY, takes: 'sound', sound: { rate, maxSeconds, isFixed: false } }, 1));
}
const open = (name: string): void => dispatch({ type: 'soundOpened', file: file(name) });
const decoded = async (n: number): Promise<void> => {
  await vi.waitUntil(() => decoding.length === n);
  await settled();
  expect(decoding).toHaveLength(n);
};
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20));
const asked = () => decoding.map(({ name, rate }) => `${name} at ${rate}`);
function chosen() {
  const { sound } = store.getState();
  return sound && [sound.name, sound.rate, sound.samples.length, sound.wholeSeconds];
}
async function answer(at: number, seconds: number | null): Promise<void> {
  decoding[at]?.answer(seconds);
  await settled();
}

test('a sound is read at the rate of the model, as far as that hears it, and how long it is stays known', async () => {
  open('a');
  await decoded(1);
  await answer(0, 5);
  expect([asked(), chosen()]).toEqual([['a at 20'], ['a', 20, 60, 5]]);
});

test('while the model that is shown is away, what it wants still holds, and nothing is read again and again', async () => {
  dispatch({ type: 'loadStarted', loadId: 2 });
  dispatch({ type: 'load-failed', loadId: 2, error: { code: 'stopped', detail: '' } });
  open('a');
  await decoded(1);
  await answer(0, 2);
  expect([asked(), chosen()]).toEqual([['a at 20'], ['a', 20, 40, 2]]);
});

test('a model of another rate, or one that hears more of what was cut, has the sound read anew', async () => {
  open('a');
  await decoded(1);
  await answer(0, 5);
  load(20, 4);
  await decoded(2);
  await answer(1, 5);
  expect(chosen()).toEqual(['a', 20, 80, 5]);
  load(30, 4);
  await decoded(3);
  await answer(2, 5);
  load(30, 2);
  await settled();
  expect([asked(), chosen()]).toEqual([
    ['a at 20', 'a at 20', 'a at 30'],
    ['a', 30, 120, 5],
  ]);
});

test('the newest file is the one that another model hears, also where it was still being read', async () => {
  open('a');
  await decoded(1);
  await answer(0, 1);
  open('b');
  await decoded(2);
  load(30, 3);
  await answer(1, 2);
  await decoded(3);
  await answer(2, 2);
  expect([asked(), chosen()]).toEqual([
    ['a at 20', 'b at 20', 'b at 30'],
    ['b', 30, 60, 2],
  ]);
});

test('a file that is no sound is tried once, and the one before is read for the model that came meanwhile', async () => {
  open('a');
  await decoded(1);
  await answer(0, 1);
  open('b');
  await decoded(2);
  load(30, 3);
  await answer(1, null);
  expect(store.getState().runError?.detail).toBe('b is not a sound this browser can read');
  await decoded(3);
  await answer(2, null);
  expect([asked(), chosen()]).toEqual([
    ['a at 20', 'b at 20', 'a at 30'],
    ['a', 20, 20, 1],
  ]);
});

test('of two files the one that was chosen last is heard, whichever is read first', async () => {
  open('a');
  open('b');
  await decoded(2);
  await answer(1, 1);
  await answer(0, 2);
  expect(chosen()).toEqual(['b', 20, 20, 1]);
});

test('a sound to begin with does not take the place of one that is still being read', async () => {
  undo();
  let tell: ((response: Response) => void) | undefined;
  vi.stubGlobal('fetch', (url: string | URL) =>
    String(url).endsWith('.wav') ? Promise.resolve(new Response('sample')) : new Promise((resolve) => (tell = resolve)),
  );
  store.setState({ catalog: [catalogModel('tiny', { samplesUrl: 'https://page.test/samples.json' })] });
  undo = startSoundLoop();
  open('mine');
  await decoded(1);
  tell?.(Response.json({ sounds: [{ label: 'one', path: 'one.wav' }] }));
  await vi.waitUntil(() => Array.isArray(store.getState().sampleSounds?.names));
  await settled();
  decoding[0]!.answer(1);
  await settled();
  expect([decoding.map(({ name }) => name), store.getState().sound?.name]).toEqual([['mine'], 'mine']);
});
