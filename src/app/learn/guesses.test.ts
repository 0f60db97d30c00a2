import { expect, test } from 'vitest';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { directionOf, guessKey, guessMade, isRight, keepGuess } from './guesses.ts';

test('a change that two decimals do not show stays', () => {
  expect([0.0049, 0.0051, -0.0049, -0.0051, 0].map(directionOf)).toEqual(['stays', 'rises', 'stays', 'falls', 'stays']);
});

test('a guess is right if it is what came out, and open while that is on its way', () => {
  expect(isRight({ kind: 'word' }, 2, 2)).toBe(true);
  expect(isRight({ kind: 'word' }, 2, 3)).toBe(false);
  expect(isRight({ kind: 'head' }, 'L0H6', 'L0H6')).toBe(true);
  expect(isRight({ kind: 'direction' }, 'falls', -0.2)).toBe(true);
  expect(isRight({ kind: 'direction' }, 'rises', 0.001)).toBe(false);
  expect(isRight({ kind: 'word' }, 2, null)).toBeNull();
  expect(isRight({ kind: 'word' }, 2, undefined)).toBeNull();
});

test('a number, and what is drawn, is neither right nor wrong', () => {
  expect(isRight({ kind: 'number' }, 2, 2)).toBeNull();
  expect(isRight({ kind: 'row' }, [0, 1], 1)).toBeNull();
  expect(isRight({ kind: 'curve' }, [4, 9], 4)).toBeNull();
});

test('a guess is kept with its page and its sentence', () => {
  keepGuess('scale.2 gpt a', 'falls');
  expect(guessMade('scale.2 gpt a')).toBe('falls');
  expect(guessMade('scale.2 gpt b')).toBeNull();
});

test.each(['text=Mine.', 'pair=Mine.', 'model=bookworm-bert', 'stack=cross'])(
  'of %s another guess is made',
  (query) => {
    const keyOf = (link: string): string => guessKey('scale.2', initialState(decodeView(link)));
    expect(keyOf(`?${query}`)).not.toBe(keyOf(''));
    expect(keyOf('?head=L0H1&view=off')).toBe(keyOf(''));
  },
);
