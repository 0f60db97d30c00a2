import { describe, expect, test } from 'vitest';
import { initialState } from '../state/appState.ts';
import { reduce } from '../state/reduce.ts';
import type { AppState } from '../state/appState.ts';
import { catalogModel } from '../testing/catalogModel.ts';
import { TINY } from '../testing/runs.ts';
import { loadedAs } from '../testing/models.ts';
import { decodeView } from '../state/url.ts';
import { inputsOf } from '../loops/studyInputs.ts';
import { MAX_SENTENCES, sentencesOf, textsNow } from './basis.ts';
import { basisWords } from './basisWords.ts';
import { basisOnScreen, inputKey, textOnScreen } from './inputOnScreen.ts';
import { otherBasis } from './otherBasis.ts';

function state(
  query: string,
  takes: 'text' | 'ids' | 'nothing' | 'image' | 'image-text',
  list: string | null,
): AppState {
  const loaded = loadedAs({ ...TINY, takes, takesPair: true });
  const ready = reduce(initialState(decodeView(query)), loaded);
  return list === null ? ready : reduce(ready, { type: 'sentencesChanged', change: { isList: true, list } });
}

describe('a pasted list', () => {
  test('has a sentence a line, without empty lines, repetitions and space around', () => {
    expect(sentencesOf({ list: ' a b \r\n\n\tc\na b\n' })).toEqual(['a b', 'c']);
    expect(sentencesOf({ list: ' \n' })).toEqual([]);
  });

  test('ends at the most that is taken', () => {
    const list = Array.from({ length: MAX_SENTENCES + 5 }, (_, i) => `s${i}`).join('\n');
    expect(sentencesOf({ list })).toHaveLength(MAX_SENTENCES);
  });

  test('is what a study rests on once it is chosen, each sentence without the second one on screen', () => {
    const { inputs, basis } = inputsOf(state('?text=here&pair=there', 'text', 'a\nb'), false, null);
    expect(inputs).toEqual([
      { kind: 'text', text: 'a', pair: null },
      { kind: 'text', text: 'b', pair: null },
    ]);
    expect(basis).toEqual({ kind: 'list', texts: ['a', 'b'], thing: 'sentence' });
  });

  test('of numbers is refused where a word stands in it', () => {
    expect(inputsOf(state('?text=1', 'ids', '1 2\n3'), false, null).inputs).toEqual([
      { kind: 'ids', ids: [1, 2] },
      { kind: 'ids', ids: [3] },
    ]);
    expect(() => inputsOf(state('?text=1', 'ids', '1 two'), false, null)).toThrow('“two” is no token id');
  });
});

describe('the sentence on screen is what a study rests on', () => {
  const here = {
    inputs: [{ kind: 'text', text: 'here', pair: 'there' }],
    basis: { kind: 'sentence', texts: ['here'], thing: 'sentence' },
  };

  test.each<[string, string | null, boolean]>([
    ['without a list', null, false],
    ['where it is asked for in any case', 'a\nb', true],
  ])('%s', (_, list, onSentence) => {
    expect(inputsOf(state('?text=here&pair=there', 'text', list), onSentence, null)).toEqual(here);
  });

  test('where the model reads no text', () => {
    expect(inputsOf(state('?text=here', 'nothing', 'a'), false, null).inputs).toEqual([{ kind: 'nothing' }]);
  });

  test('unless there is none', () => {
    expect(inputsOf(state('?text=%20', 'text', null), false, null).inputs).toEqual([]);
    expect(inputsOf(initialState(decodeView('')), false, null).inputs).toEqual([]);
  });
});

test('what a study begun now would rest on is what it is then begun on', () => {
  for (const now of [
    state('?text=here', 'text', null),
    state('?text=here', 'text', 'a\n\nb'),
    state('?text=3', 'nothing', 'a'),
  ]) {
    expect(textsNow(now)).toBe(inputsOf(now, false, null).basis.texts.join('\n'));
  }
  expect(textsNow(state('?text=here', 'text', 'a\n\nb'))).toBe('a\nb');
});

const looking = (takes: 'image' | 'image-text', name: string): AppState =>
  reduce(state('?text=here', takes, null), { type: 'imageChosen', image: { id: 1, name, isDrawn: false } });

test('a picture is called so, alone and among those beside its model', () => {
  const picture = { kind: 'image', name: 'Bag', width: 1, height: 1, pixels: new Uint8ClampedArray(4) } as const;
  const pad = looking('image', 'Bag');
  expect(inputsOf(pad, false, picture).basis).toEqual({
    kind: 'sentence',
    texts: ['Bag'],
    thing: 'picture',
  });
  const heldOut = { url: '/held-out.json', n: 2 };
  const beside = { ...pad, catalog: [catalogModel(TINY.id, { takes: 'image', heldOut })] };
  const chosen = reduce(beside, { type: 'sentencesChanged', change: { isList: true } });
  const { basis } = inputsOf(chosen, false, picture, [picture, { ...picture, name: 'Shirt' }]);
  expect(basis).toEqual({ kind: 'held-out', texts: ['Bag', 'Shirt'], thing: 'picture' });
  expect(basisWords(basis)).toBe('2 held-out pictures');
});

test('a study names what it rests on', () => {
  expect(basisWords({ kind: 'sentence', texts: ['The sea.'], thing: 'sentence' })).toBe('“The sea.”');
  expect(basisWords({ kind: 'list', texts: ['The sea.', 'b', 'c'], thing: 'sentence' })).toBe(
    '3 sentences, from “The sea.” on',
  );
  expect(basisWords({ kind: 'sentence', texts: ['x'.repeat(80)], thing: 'sentence' })).toBe(`“${'x'.repeat(60)}…”`);
});

describe('where a picture is held against a text', () => {
  const cat = looking('image-text', 'cat.png');
  const picture = { kind: 'image', name: 'cat.png', width: 1, height: 1, pixels: new Uint8ClampedArray(4) } as const;
  const { inputs, basis } = inputsOf(cat, false, picture);

  test('a study is called by both, and is of what is on screen until one of them is another', () => {
    expect(inputs).toEqual([{ ...picture, kind: 'image-text', text: 'here' }]);
    expect(basis).toEqual({ kind: 'sentence', texts: ['here'], thing: 'sentence', picture: 'cat.png' });
    expect([basisWords(basis), textsNow(cat)]).toEqual(['“here (cat.png)”', 'here (cat.png)']);
    expect(otherBasis(basis, textOnScreen(cat))).toBeNull();
    const typed = reduce(cat, { type: 'viewChanged', change: { text: 'there' } });
    expect(otherBasis(basis, textOnScreen(typed))).toBe('“here (cat.png)”');
    expect(otherBasis(basis, textOnScreen(looking('image-text', 'dog.png')))).toBe('“here (cat.png)”');
  });

  test('heads are compared on the text that was read, not on what has been typed since', () => {
    const typed = reduce(cat, { type: 'viewChanged', change: { text: 'there' } });
    expect(basisOnScreen(typed, { text: 'here' })).toEqual(basis);
  });
});

test.each<[string, AppState, AppState]>([
  ['text', state('?text=here', 'text', null), state('?text=there', 'text', null)],
  ['second text', state('?text=here', 'text', null), state('?text=here&pair=there', 'text', null)],
  ['model', state('?text=here', 'text', null), state('?text=here&model=owner/name', 'text', null)],
  ['graph', state('?text=here', 'text', null), state('?text=here&graph=a.onnx', 'text', null)],
  ['picture', looking('image', 'Bag'), looking('image', 'Shirt')],
  ['picture beside a text', looking('image-text', 'cat.png'), looking('image-text', 'dog.png')],
])('another %s is another input', (_, one, other) => {
  expect(inputKey(one)).not.toBe(inputKey(other));
});
