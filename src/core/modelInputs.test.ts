import { describe, expect, test } from 'vitest';
import { isSameInput, MODEL_INPUTS } from './modelInputs.ts';

const IMAGE = { kind: 'image', name: 'cat.png', width: 1, height: 1, pixels: new Uint8ClampedArray(4) } as const;
const NOTHING = { text: '', pair: null, takesPair: false, chosen: null };

describe('what a model is run on', () => {
  test.each([
    ['text', 'a b', null, false, { kind: 'text', text: 'a b', pair: null }],
    ['text', 'a b', 'c', true, { kind: 'text', text: 'a b', pair: 'c' }],
    ['text', 'a b', 'c', false, { kind: 'text', text: 'a b', pair: null }],
    ['text', ' \n', null, false, null],
    ['text-to-text', 'a b', null, false, { kind: 'text-to-text', source: 'a b', target: null }],
    ['text-to-text', 'a b', 'c', false, { kind: 'text-to-text', source: 'a b', target: 'c' }],
    ['ids', ' 5, 7  11\n', null, false, { kind: 'ids', ids: [5, 7, 11] }],
    ['ids', '', null, false, null],
    ['image', 'a b', null, false, IMAGE],
    ['nothing', 'a b', 'c', true, { kind: 'nothing' }],
  ] as const)('%s from %j and %j (pairs: %s)', (takes, text, pair, takesPair, input) => {
    expect(MODEL_INPUTS[takes].from({ text, pair, takesPair, chosen: IMAGE })).toEqual(input);
  });

  test('is what is typed with the tokens that were written on behind it, where there are any', () => {
    const given = { ...NOTHING, text: 'a b' };
    const written = MODEL_INPUTS.text.from({ ...given, written: [5, 7] });
    expect(written).toEqual({ kind: 'text', text: 'a b', pair: null, written: [5, 7] });
    expect(MODEL_INPUTS.text.from({ ...given, written: [] })).toEqual({ kind: 'text', text: 'a b', pair: null });
    expect(isSameInput(written!, MODEL_INPUTS.text.from({ ...given, written: [5] }))).toBe(false);
    expect(isSameInput(written!, MODEL_INPUTS.text.from({ ...given, written: [5, 7] }))).toBe(true);
  });

  test('is written on where it is typed, or has a target', () => {
    const kinds = Object.entries(MODEL_INPUTS).filter(([, { isWrittenOn }]) => isWrittenOn);
    expect(kinds.map(([kind]) => kind)).toEqual(['text', 'ids', 'sound-to-text', 'text-to-text']);
  });

  test('is nothing for an image model before an image was chosen', () => {
    expect(MODEL_INPUTS.image.from({ ...NOTHING, text: 'a' })).toBeNull();
  });

  test.each(['5 boy', '-1', '1.5', '5 12345678901'])('%j is no list of token ids, and the word is named', (text) => {
    expect(() => MODEL_INPUTS.ids.from({ ...NOTHING, text })).toThrow(/bad-input.*is no token id/);
  });
});

describe('two inputs', () => {
  const text = { kind: 'text', text: 'a', pair: null } as const;

  test.each([
    ['of the same words', text, { ...text }, true],
    ['of another second text', text, { ...text, pair: 'b' }, false],
    ['of other ids', { kind: 'ids', ids: [1, 2] }, { kind: 'ids', ids: [2, 1] }, false],
    ['of the same ids', { kind: 'ids', ids: [1, 2] }, { kind: 'ids', ids: [1, 2] }, true],
    ['of nothing', { kind: 'nothing' }, { kind: 'nothing' }, true],
    ['of one image', IMAGE, { ...IMAGE }, true],
    ['of two images alike', IMAGE, { ...IMAGE, pixels: IMAGE.pixels.slice() }, false],
    ['of two kinds', text, { kind: 'nothing' }, false],
    ['of which one is missing', text, null, false],
  ] as const)('%s', (_, one, other, isSame) => {
    expect(isSameInput(one, other)).toBe(isSame);
  });
});
