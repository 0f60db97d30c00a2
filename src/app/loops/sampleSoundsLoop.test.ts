import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { catalogModel } from '../testing/catalogModel.ts';
import { loadedAs } from '../testing/models.ts';
import { TINY } from '../testing/runs.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, hear, store } = await import('../state/store.ts');
const { startSampleSoundsLoop } = await import('./sampleSoundsLoop.ts');

const BESIDE = 'https://page.test/models/digits/samples.json';
/** Lists that were asked for and have not been answered, the oldest first. */
let fetching: { readonly url: string; readonly answer: (response: Response) => void }[];
let opened: string[];
let isFree: boolean;
let undo: (() => void)[];

const list = (...labels: readonly string[]): Response =>
  Response.json({ sounds: labels.map((label) => ({ label, path: `${label}.wav` })) });

beforeEach(() => {
  [fetching, opened, isFree] = [[], [], true];
  vi.stubGlobal('fetch', (url: string | URL) =>
    String(url).endsWith('.wav')
      ? Promise.resolve(new Response('sound'))
      : new Promise((answer) => fetching.push({ url: String(url), answer })),
  );
  const catalog = [
    catalogModel('digits', { samplesUrl: BESIDE }),
    catalogModel('words', { samplesUrl: BESIDE.replace('digits', 'words') }),
  ];
  store.setState({ ...initialState(decodeView('')), catalog }, true);
  load('digits');
  undo = [hear({ soundOpened: ({ file }) => void opened.push(file.name) }), startSampleSoundsLoop(() => isFree)];
});
afterEach(() => undo.forEach((one) => one()));

function load(id: string): void {
  dispatch({ type: 'loadStarted', loadId: 1 });
  dispatch(loadedAs({ ...TINY, id, takes: 'sound', sound: { rate: 20, maxSeconds: 3, isFixed: false } }, 1));
}
const names = () => store.getState().sampleSounds?.names;
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20));

test('their place is there at once, and the first of them is heard where a person brought none', async () => {
  expect(names()).toBe('coming');
  fetching[0]!.answer(list('one', 'two'));
  await settled();
  expect([names(), opened]).toEqual([['one', 'two'], ['one.wav']]);
  dispatch({ type: 'sampleSoundTried', at: 1 });
  expect(opened).toEqual(['one.wav', 'two.wav']);
});

test('none takes the place of a sound that a person brought meanwhile', async () => {
  isFree = false;
  fetching[0]!.answer(list('one', 'two'));
  await settled();
  expect([names(), opened]).toEqual([['one', 'two'], []]);
});

test('those that did not come are told of, and asked for once more', async () => {
  fetching[0]!.answer(new Response('', { status: 404 }));
  await settled();
  expect([names(), opened]).toEqual(['failed', []]);
  dispatch({ type: 'sampleSoundsAsked' });
  expect(names()).toBe('coming');
  fetching[1]!.answer(list('one'));
  await settled();
  expect(names()).toEqual(['one']);
});

test('late ones of another model are not heard, and of a model that has none nothing is offered', async () => {
  load('words');
  fetching[1]!.answer(list('three'));
  fetching[0]!.answer(list('one'));
  await settled();
  expect([names(), opened]).toEqual([['three'], ['three.wav']]);
  load('other');
  expect(store.getState().sampleSounds).toBeNull();
});
