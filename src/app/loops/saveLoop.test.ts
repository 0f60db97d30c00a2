import { afterEach, expect, test, vi } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { NotFetched } from '../shown/fetched.ts';
import { initialState } from '../state/appState.ts';
import type { AskedFile } from '../state/askedFile.ts';
import { decodeView } from '../state/url.ts';
import type { SaveAsked } from './saveLoop.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, store } = await import('../state/store.ts');
const { startSaveLoop } = await import('./saveLoop.ts');

const undoings: (() => void)[] = [];
afterEach(() => undoings.splice(0).forEach((undo) => undo()));

const RUN: AskedFile = { what: 'run' };
const TABLE: AskedFile = { what: 'table', modelId: 'toy', name: 'effect', csv: 'head\r\n' };
const INSIDE: AskedFile = { what: 'inside', format: 'csv' };
const FIGURE: AskedFile = { what: 'figure', kind: 'heads', format: 'png' };

const saving = () => store.getState().saving;
const ask = (file: AskedFile): void => dispatch({ type: 'fileAsked', file });

/** Begins the loop; what is asked for waits until it is told what becomes of it, the oldest first. */
function begin() {
  store.setState(initialState(decodeView('?text=first')), true);
  const asked: { readonly file: AskedFile; readonly text: string }[] = [];
  const ends: { readonly resolve: () => void; readonly reject: (thrown: unknown) => void }[] = [];
  const save: SaveAsked = (file, { view }) => {
    asked.push({ file, text: view.text });
    return new Promise((resolve, reject) => ends.push({ resolve, reject }));
  };
  let nFetched = 0;
  undoings.push(
    startSaveLoop(async () => {
      nFetched++;
      return save;
    }),
  );
  return { asked, ends, nFetched: () => nFetched };
}

test.each([TABLE, RUN, INSIDE, FIGURE])(
  'what is asked for comes to the saver with what was on screen then: %j',
  async (file) => {
    const { asked, nFetched } = begin();
    expect(nFetched()).toBe(0);
    ask(file);
    dispatch({ type: 'viewChanged', change: { text: 'second' } });
    await vi.waitUntil(() => asked.length > 0);
    expect(asked).toEqual([{ file, text: 'first' }]);
  },
);

test('one figure is drawn at a time, and it is said until it is there; a run is written beside it', async () => {
  const { asked, ends } = begin();
  ask(FIGURE);
  expect(saving()).toBe('drawing');
  ask(INSIDE);
  ask(RUN);
  await vi.waitUntil(() => asked.length === 2);
  expect(asked.map(({ file }) => file)).toEqual([FIGURE, RUN]);
  ends[1]?.resolve();
  await Promise.resolve();
  expect(saving()).toBe('drawing');
  ends[0]?.resolve();
  await vi.waitUntil(() => saving() === 'idle');
});

test.each([
  ['figure', new AppError('figure-failed', 'too large'), { code: 'figure-failed', detail: 'too large' }],
  ['run', new RangeError('no memory'), { code: 'figure-failed', detail: 'no memory' }],
  ['inside', new NotFetched(new TypeError('gone')), 'unfetched'],
] as const)('why there is no file is told until the next is asked for: %s', async (what, thrown, why) => {
  const { asked, ends } = begin();
  ask([RUN, INSIDE, FIGURE].find((file) => file.what === what) ?? RUN);
  await vi.waitUntil(() => asked.length > 0);
  ends[0]?.reject(thrown);
  await vi.waitUntil(() => typeof saving() === 'object');
  expect(saving()).toEqual({ what, why });
  ask(RUN);
  expect(saving()).toBe('idle');
});

test('what went wrong with a run meanwhile stays when a figure is there', async () => {
  const { asked, ends } = begin();
  ask(FIGURE);
  ask(RUN);
  await vi.waitUntil(() => asked.length === 2);
  ends[1]?.reject(new RangeError('no memory'));
  await vi.waitUntil(() => typeof saving() === 'object');
  // Nor does a second figure begin beside it; what is asked for next shows again what is still drawn.
  ask(FIGURE);
  ask(INSIDE);
  ask(TABLE);
  await vi.waitUntil(() => asked.length > 2);
  expect([asked.map(({ file }) => file), saving()]).toEqual([[FIGURE, RUN, TABLE], 'drawing']);
  ends[2]?.reject(new RangeError('no memory'));
  await vi.waitUntil(() => typeof saving() === 'object');
  ends[0]?.resolve();
  await new Promise((resolve) => setTimeout(resolve));
  expect(saving()).toMatchObject({ what: 'table' });
  ask(FIGURE);
  expect(saving()).toBe('drawing');
});

test('a saver that does not come is told as a part of the page that could not be fetched', async () => {
  store.setState(initialState(decodeView('')), true);
  undoings.push(startSaveLoop(() => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))));
  ask(FIGURE);
  await vi.waitUntil(() => saving() !== 'drawing');
  expect(saving()).toEqual({ what: 'figure', why: 'unfetched' });
});
