import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../loops/readCatalog.ts';
import { choosing } from './catalog.ts';
import { DEFAULT_TEXT } from './fields.ts';
import { initialState } from './appState.ts';
import type { AppState } from './appState.ts';
import { linkOf } from './headNumbers.ts';
import { reduce } from './reduce.ts';
import { decodeView, hasText } from './url.ts';

const SHIPPED: unknown = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../models/manifest.json'), 'utf8'),
);

describe('choosing a model', () => {
  const catalog = readCatalog(SHIPPED, '/');
  const [gpt, bert, vit, dates] = catalog;
  const walker = catalog.find(({ id }) => id === 'grid-walker')!;
  const view = { modelId: 'bookworm-gpt', text: 'Mine.' };

  test('of the same kind keeps what was typed', () => {
    expect(choosing(bert!, view, catalog)).toEqual({ modelId: 'bookworm-bert', stack: null });
  });

  test('of pictures keeps it too', () => {
    expect(choosing(vit!, view, catalog)).toEqual({ modelId: 'fashion-vit', stack: null });
  });

  test('that rewrites brings what it can read, which no other model is left with', () => {
    const text = 'the third of March, 1998';
    expect(choosing(dates!, view, catalog)).toEqual({ modelId: 'dates', stack: 'cross', text, pair: null });
    const back = choosing(gpt!, { modelId: 'dates', text }, catalog);
    expect(back).toMatchObject({ modelId: 'bookworm-gpt', stack: null, text: DEFAULT_TEXT });
    expect(choosing(gpt!, { modelId: 'dates', text: '3/4/1998' }, catalog).text).toBe(DEFAULT_TEXT);
    expect(choosing(gpt!, { modelId: 'dates', text: 'my own' }, catalog)).not.toHaveProperty('text');
  });

  test('that reads a language of its own brings a text in it, and is left with none', () => {
    const text = 'start b2 goal d4 wall c2 wall c3 :';
    const wanted = { modelId: 'grid-walker', stack: null, text, pair: null };
    expect(choosing(walker, view, catalog)).toEqual(wanted);
    expect(choosing(walker, { modelId: 'fashion-vit', text: 'Mine.' }, catalog)).toEqual(wanted);
    expect(choosing(walker, { modelId: 'dates', text: '3/4/1998' }, catalog)).toEqual(wanted);
    for (const left of [text, 'start a1 goal e5 :', 'start a1 goal c1 :'])
      expect(choosing(bert!, { modelId: 'grid-walker', text: left }, catalog).text).toBe(DEFAULT_TEXT);
    // A model that was opened from elsewhere reads what it is given.
    expect(choosing(gpt!, { modelId: 'a/hub-model', text: 'Mine.' }, catalog)).not.toHaveProperty('text');
  });
});

describe('the small text models', () => {
  const catalog = readCatalog(SHIPPED, '/');
  const named = (id: string) => catalog.find((one) => one.id === id)!;

  test('that differ in their heads alone have one list of texts to try, and are compared on one of them', () => {
    const { examples } = named('bookworm-tiny-h4');
    expect(examples.length).toBeGreaterThan(2);
    for (const nHeads of [1, 2, 8, 16]) {
      const model = named(`bookworm-tiny-h${nHeads}`);
      expect(model.examples).toEqual(examples);
      for (const text of examples)
        expect(choosing(model, { modelId: 'bookworm-tiny-h4', text }, catalog)).not.toHaveProperty('text');
    }
    // The larger ones read them as well.
    expect(choosing(named('bookworm-gpt'), { modelId: 'bookworm-tiny-h4', text: examples[0]! }, catalog)).toEqual({
      modelId: 'bookworm-gpt',
      stack: null,
    });
  });
});

describe('a link that names a model', () => {
  const catalog = readCatalog(SHIPPED, '/');
  const opened = (query: string): AppState => initialState(decodeView(query), [], [], !hasText(query));
  const listed = (state: AppState): AppState => reduce(state, { type: 'catalogFetched', catalog });
  const restored = (state: AppState, query: string): AppState =>
    reduce(state, { type: 'viewRestored', view: decodeView(query), awaitsText: !hasText(query) });

  test.each([
    ['?model=dates', 'the third of March, 1998', 'cross'],
    ['?model=dates&stack=encoder', 'the third of March, 1998', 'encoder'],
    ['?model=dates&text=3/4/1998', '3/4/1998', null],
    [`?model=dates&text=${DEFAULT_TEXT}`, DEFAULT_TEXT, null],
    ['?model=dates-step-50', 'the third of March, 1998', 'cross'],
    ['?model=grid-walker', 'start b2 goal d4 wall c2 wall c3 :', null],
    ['?model=grid-walker&text=start a1', 'start a1', null],
    [`?model=grid-walker&text=${DEFAULT_TEXT}`, DEFAULT_TEXT, null],
    ['?model=bookworm-bert', DEFAULT_TEXT, null],
    ['?model=of-a/hub', DEFAULT_TEXT, null],
    ['', DEFAULT_TEXT, null],
  ])(
    '%s begins with the text that the model reads, before the list of models is there and after',
    (query, text, stack) => {
      const wanted = { text, stack };
      expect(listed(opened(query)).view).toMatchObject(wanted);
      expect(restored(listed(opened('')), query).view).toMatchObject(wanted);
      expect(listed(restored(opened(''), query)).view).toMatchObject(wanted);
    },
  );

  test('begins so too where a page of a lesson is turned before the list of models is there', () => {
    const turned = (text: string): AppState => {
      const state = opened('?model=dates');
      return listed(reduce(state, { type: 'viewRestored', view: { ...state.view, text, lesson: 'six-steps.2' } }));
    };
    expect([DEFAULT_TEXT, '3/4/1998'].map((text) => turned(text).view.text)).toEqual([
      'the third of March, 1998',
      '3/4/1998',
    ]);
  });

  test.each([
    ['dates', DEFAULT_TEXT, '1998-03-03'],
    ['dates', DEFAULT_TEXT, null],
    ['grid-walker', DEFAULT_TEXT, null],
    ['grid-walker', 'start a1', null],
    ['bookworm-bert', DEFAULT_TEXT, null],
  ])(
    'leaves what is typed to %s in the meantime, “%s” beside %s, and a link to it brings it back',
    (model, text, pair) => {
      const typed = reduce(opened(`?model=${model}`), { type: 'viewChanged', change: { text, pair } });
      const state = listed(typed);
      expect(state.view).toMatchObject({ text, pair });
      expect(restored(state, linkOf(state)).view).toMatchObject({ text, pair });
    },
  );
});
