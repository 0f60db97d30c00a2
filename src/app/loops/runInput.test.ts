import { describe, expect, test } from 'vitest';
import { runInputOf } from './runInput.ts';

const IMAGE = { kind: 'image', name: 'cat.png', width: 1, height: 1, pixels: new Uint8ClampedArray(4) } as const;

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
    expect(runInputOf(takes, { text, pair }, takesPair, IMAGE)).toEqual(input);
  });

  test('is nothing for an image model before an image was chosen', () => {
    expect(runInputOf('image', { text: 'a', pair: null }, false, null)).toBeNull();
  });

  test.each(['5 boy', '-1', '1.5', '5 12345678901'])('%j is no list of token ids, and the word is named', (text) => {
    expect(() => runInputOf('ids', { text, pair: null }, false, null)).toThrow(/bad-input.*is no token id/);
  });
});
