import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { initialState } from '../state/appState.ts';
import { encodeView } from '../state/url.ts';
import { decodeView } from '../state/url.ts';
import { catalogModel } from '../testing/catalogModel.ts';
import { loadedAs } from '../testing/models.ts';
import { TINY } from '../testing/runs.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, store } = await import('../state/store.ts');
const { startSketchLoop } = await import('./sketchLoop.ts');

const MODELS = [catalogModel('clothes', { takes: 'image', samplesUrl: '/clothes.json' }), catalogModel('words')];
const picture = (label: string, letter: string) => ({ label, pixels: btoa(letter.repeat(4)) });
const SAMPLES = { side: 2, pictures: [picture('Bag', 'a'), picture('Trouser', 'b')] };

/** Pixels and names of what the model was given to look at, in order. */
let looked: string[];
let undo: () => void;

beforeEach(() => {
  looked = [];
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(SAMPLES)));
  undo = open('?model=clothes');
});
afterEach(() => {
  undo();
  vi.doUnmock('./followPad.ts');
});

function open(query: string): () => void {
  store.setState({ ...initialState(decodeView(query)), catalog: MODELS }, true);
  return startSketchLoop({
    put({ name, pixels }) {
      looked.push(`${name} ${pixels[0]}`);
      return { id: looked.length, name };
    },
  });
}

/** A model that is there, as one that the view wants. */
function load(id: string): void {
  dispatch({ type: 'viewChanged', change: { modelId: id } });
  dispatch({ type: 'loadStarted', loadId: 1 });
  dispatch(loadedAs({ ...TINY, id, takes: 'image' }, 1));
}
const until = (isSo: () => boolean): Promise<unknown> => vi.waitUntil(isSo);
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20));
const state = () => store.getState();
const draw = (drawing: string): void => dispatch({ type: 'viewChanged', change: { drawing } });

describe('the pad', () => {
  test('is laid with the picture that the model begins with, or the one that the link names', async () => {
    load('clothes');
    await until(() => looked.length === 1);
    draw('s0');
    expect([looked, state().image?.isDrawn]).toEqual([['Trouser 98', 'Bag 97'], true]);
  });

  test('keeps what is on it while a file is looked at, which no link holds', async () => {
    load('clothes');
    await until(() => looked.length === 1);
    draw('s0');
    dispatch({ type: 'imageChosen', image: { id: 9, name: 'cat.png', isDrawn: false } });
    expect([encodeView(state().view).includes('drawing'), state().sketch?.name]).toEqual([false, 'Bag']);
    expect(looked).toHaveLength(2);
    // Back, to where the link held it.
    draw('s0');
    expect([looked.length, state().image?.isDrawn, state().view.drawing]).toEqual([3, true, 's0']);
  });

  test('is looked at again by the next model that has one, and by none that has not', async () => {
    load('clothes');
    await until(() => looked.length === 1);
    draw('s0');
    load('words');
    expect(state().image).toBeNull();
    load('clothes');
    await until(() => looked.length === 3);
    expect([looked.at(-1), state().image?.isDrawn]).toEqual(['Bag 97', true]);
  });

  test('gives way to a file, which waits for the next model of pictures as a text does for one of texts', async () => {
    load('clothes');
    await until(() => looked.length === 1);
    const image = { id: 9, name: 'cat.png', isDrawn: false };
    dispatch({ type: 'imageChosen', image });
    load('words');
    expect(state().image).toEqual(image);
  });

  test('is left alone by links of models that have none', async () => {
    load('clothes');
    await until(() => looked.length === 1);
    load('words');
    draw('s0');
    await settled();
    expect([looked.length, state().notices]).toEqual([1, []]);
  });

  test.each([
    ['does not come', () => Promise.reject(new TypeError('gone'))],
    ['is none', () => Promise.resolve(Response.json({ side: 2 }))],
  ])('that %s is told and fetched again, and the link keeps what was drawn', async (_, answer) => {
    vi.stubGlobal('fetch', answer);
    draw('s0');
    load('clothes');
    await until(() => state().notices.length > 0);
    expect([state().notices, state().view.drawing]).toEqual([[{ code: 'pad-unfetched' }], 's0']);
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(SAMPLES)));
    load('clothes');
    await until(() => looked.length > 0);
    expect(looked).toEqual(['Bag 97']);
  });

  test('whose code does not come is told and fetched again', async () => {
    vi.doMock('./followPad.ts', () => {
      throw new TypeError('gone');
    });
    load('clothes');
    await until(() => state().notices.length > 0);
    vi.doUnmock('./followPad.ts');
    load('clothes');
    await until(() => looked.length > 0);
    expect(looked).toEqual(['Trouser 98']);
  });
});
