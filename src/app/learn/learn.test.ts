import { beforeEach, describe, expect, test } from 'vitest';
import { initialState } from '../state/appState.ts';
import { DEFAULT_TEXT } from '../state/fields.ts';
import { decodeView } from '../state/url.ts';
import { hasOwnView, keepOwnView, takeOwnView } from './ownView.ts';
import { isBare, linkFields, pageView } from './pageView.ts';
import { formatPlace, isOverview, parsePlace } from './place.ts';
import { noteProgress, readProgress } from './progress.ts';

/** A store of a browser, which may be closed to pages. */
function storage(isBlocked = false): () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept = new Map<string, string>();
  const open = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return () => {
    if (isBlocked) throw new Error('blocked');
    return open;
  };
}

const NOTHING = (): null => null;

describe('the view of a page of a lesson', () => {
  const own = decodeView(
    '?text=My+own.&model=bookworm-bert&head=L1H1&view=off&ablate=L0H3&theme=dark&large=1&present=1&backend=wasm',
  );

  test('has nothing of the view before but the sentence, its model and the wishes of the person', () => {
    const view = pageView({ from: null, view: '?head=L0H6' }, own, true, NOTHING);
    expect(view).toEqual(
      decodeView('?text=My+own.&model=bookworm-bert&head=L0H6&theme=dark&large=1&present=1&backend=wasm'),
    );
  });

  test('has the person’s model whole, also its graph of several', () => {
    const hub = '?model=owner/name&graph=onnx/decoder.onnx&host=https://hub.example&revision=v2&weights=q8&stack=cross';
    const view = pageView({ from: null, view: '?view=off' }, decodeView(hub), true, NOTHING);
    expect(view).toEqual(decodeView(`${hub}&view=off`));
    const other = pageView({ from: null, view: '?model=bookworm-bert' }, decodeView(hub), true, NOTHING);
    expect(other.graph).toBeNull();
  });

  test('has the sentence of the lesson where that names one, in the model that it names or the first', () => {
    expect(pageView({ from: '?text=The+end.', view: '' }, own, true, NOTHING)).toMatchObject({
      text: 'The end.',
      modelId: 'bookworm-gpt',
    });
  });

  test('has the sentence of the person in the model of the lesson where that names only a model', () => {
    const view = pageView({ from: '?model=bookworm-gpt', view: '' }, own, true, NOTHING);
    expect(view).toMatchObject({ text: 'My own.', modelId: 'bookworm-gpt' });
  });

  test('has what the page says over what the lesson says', () => {
    const view = pageView({ from: '?view=off&head=L0H1', view: '?view=inside' }, own, true, NOTHING);
    expect(view).toMatchObject({ panel: 'inside', heads: [{ layer: 0, head: 1 }] });
  });

  test('has the first model where that on screen reads no text', () => {
    expect(pageView({ from: null, view: '' }, own, false, NOTHING)).toMatchObject({
      modelId: 'bookworm-gpt',
      text: 'My own.',
    });
  });

  test('has facts by their values, and leaves a field out as long as one of its facts is not known', () => {
    const valueOf = (fact: string): string | null => (fact === 'head previous' ? 'L0H6' : null);
    const link = '?view=off&head=L1H1,{head previous}&ablate={head first},{head previous}';
    expect([...linkFields(link, valueOf)]).toEqual([
      ['view', 'off'],
      ['head', 'L1H1,L0H6'],
    ]);
  });

  test.each([
    ['?view=off&head={head previous},{head first}', 'head', 'L0H6'],
    ['?view=off&head={head first},{head previous},{head first}', 'head', 'L0H6'],
    ['?view=off&ablate={head first}', 'ablate', undefined],
    ['?view=off&text=No, thanks.', 'text', 'No, thanks.'],
  ])('of %s has what can be had', (link, name, value) => {
    const fields = linkFields(link, (fact) => (fact === 'head previous' ? 'L0H6' : undefined));
    expect(fields.get(name)).toBe(value);
    expect(fields.get('view')).toBe('off');
  });
});

test('a link to a lesson alone is bare, also with a sentence and with wishes; with anything of the view it is not', () => {
  expect(isBare(decodeView('?lesson=six-steps.3'))).toBe(true);
  expect(isBare(decodeView('?lesson=six-steps&text=Own&model=bookworm-bert&theme=dark&present=1&backend=wasm'))).toBe(
    true,
  );
  expect(isBare(decodeView('?lesson=six-steps&head=L0H6'))).toBe(false);
  expect(isBare(decodeView('?lesson=six-steps&view=off'))).toBe(false);
});

test('a place is written as in addresses, the first page without its number', () => {
  expect(parsePlace('six-steps')).toEqual({ id: 'six-steps', at: 0 });
  expect(parsePlace('six-steps.3')).toEqual({ id: 'six-steps', at: 2 });
  expect(formatPlace({ id: 'six-steps', at: 0 })).toBe('six-steps');
  expect(formatPlace({ id: 'six-steps', at: 2 })).toBe('six-steps.3');
});

test('list, glossary and what to read on are no pages of a lesson', () => {
  expect(['list', 'glossary', 'reading', 'six-steps', 'list.2', null].map((name) => isOverview(name))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

describe('the own view', () => {
  const view = decodeView('?text=My+own.&head=L1H1&lesson=list');
  const state = { ...initialState(view), view: { ...view, modelId: 'opened:mine' } };
  beforeEach(() => void takeOwnView(undefined, storage()));

  test('comes back once, without the lesson, also of a model that no link can name', () => {
    const tab = storage();
    keepOwnView(state, tab);
    expect(takeOwnView('navigate', tab)).toEqual({ ...state.view, lesson: null });
    expect(takeOwnView('navigate', tab)).toBeNull();
  });

  test('is known to be kept until it is taken, after a reload by the store of the tab', () => {
    const tab = storage();
    expect(hasOwnView('navigate', tab)).toBe(false);
    keepOwnView(state, tab);
    expect(hasOwnView('navigate', tab)).toBe(true);
    takeOwnView('navigate', tab);
    expect(hasOwnView('reload', tab)).toBe(false);
    tab().setItem('headlight:own-view', JSON.stringify({ link: '?head=L1H1', modelId: 'mine' }));
    expect([hasOwnView('navigate', tab), hasOwnView('reload', tab)]).toEqual([false, true]);
  });

  test('is none where a lesson was opened by its link, and where storage is blocked', () => {
    expect(takeOwnView('navigate', storage())).toBeNull();
    keepOwnView(state, storage(true));
    expect(takeOwnView('navigate', storage(true))?.text).toBe('My own.');
  });

  test('of another visit to the same tab is not this one’s', () => {
    const tab = storage();
    tab().setItem('headlight:own-view', JSON.stringify({ link: '?text=Old.', modelId: 'bookworm-gpt' }));
    expect(takeOwnView('navigate', tab)).toBeNull();
    tab().setItem('headlight:own-view', JSON.stringify({ link: '?text=Old.', modelId: 'bookworm-gpt' }));
    expect(takeOwnView('reload', tab)?.text).toBe('Old.');
    tab().setItem('headlight:own-view', '{"link":7}');
    expect(takeOwnView('reload', tab)).toBeNull();
  });
});

describe('progress', () => {
  test('is the furthest page of each lesson', () => {
    const kept = storage();
    for (const [id, page] of [
      ['six-steps', 3],
      ['scale', 1],
      ['six-steps', 2],
    ] as const)
      noteProgress(id, page, kept);
    expect(readProgress(kept)).toEqual({ 'six-steps': 3, scale: 1 });
  });

  test('is none where storage is blocked or holds something else', () => {
    noteProgress('six-steps', 3, storage(true));
    expect(readProgress(storage(true))).toEqual({});
    const kept = storage();
    kept().setItem('headlight:lessons', '{"six-steps":"three","scale":2,"x":0}');
    expect(readProgress(kept)).toEqual({ scale: 2 });
    kept().setItem('headlight:lessons', '[');
    expect(readProgress(kept)).toEqual({});
  });

  test('of a lesson that is called as what every object has is its own', () => {
    const kept = storage();
    noteProgress('constructor', 2, kept);
    expect(readProgress(kept)).toEqual({ constructor: 2 });
  });
});

test('the first sentence of the page is the person’s own as any other', () => {
  expect(pageView({ from: null, view: '' }, decodeView(''), true, NOTHING).text).toBe(DEFAULT_TEXT);
});
