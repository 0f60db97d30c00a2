import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginsWord, nameInPlace, visibleText } from './tokenText.ts';
import type { Token } from './tokens.ts';

fc.configureGlobal({ seed: 20_261_121 });

function token(text: string, rest: Partial<Token> = {}): Token {
  return { position: 0, id: 0, piece: text, text, start: 0, end: text.length, special: false, segment: 0, ...rest };
}

describe('the visible text of a token', () => {
  test.each([
    [' boy', 'boy'],
    ['boy', 'boy'],
    ['[CLS]', '[CLS]'],
    [' ', '␣'],
    ['   ', '␣␣␣'],
    ['end ', 'end␣'],
    ['a b', 'a b'],
    ['\n', '⏎'],
    ['\r\n', '⏎'],
    ['\r', '⏎'],
    ['\n\n', '⏎⏎'],
    ['\t', '⇥'],
    ['\u00a0', '␣'],
    ['a\u3000b', 'a␣b'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['<E2>', '<E2>'],
    ['', ''],
  ])('%j is written %j', (text, shown) => {
    expect(visibleText(token(text))).toBe(shown);
  });

  test('of a token with any text is not empty and holds no line break or tab', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t', '\u00a0', 'a', 'é', '漢'), minLength: 1 }),
        (text) => {
          const shown = visibleText(token(text));
          expect(shown).not.toBe('');
          expect(shown).not.toMatch(/[\n\r\t\u00a0]/);
          expect(shown).not.toMatch(/^ | $/);
        },
      ),
    );
  });
});

describe('a word begins', () => {
  test('at the first token', () => {
    expect(beginsWord(token('ing'), undefined)).toBe(true);
  });

  test('at a token that brings its space along', () => {
    expect(beginsWord(token(' boy', { start: 3, end: 7 }), token('The', { start: 0, end: 3 }))).toBe(true);
  });

  test('at a token that stands apart from the one before, as in vocabularies without spaces', () => {
    expect(beginsWord(token('boy', { start: 4, end: 7 }), token('the', { start: 0, end: 3 }))).toBe(true);
  });

  test('not at a piece that goes on where the one before ended', () => {
    expect(beginsWord(token('ing', { start: 4, end: 7 }), token(' walk', { start: 0, end: 4 }))).toBe(false);
  });

  test('after and at a special token, and at the other segment', () => {
    const plain = token('a', { start: 1, end: 2 });
    expect(beginsWord(plain, token('[SEP]', { start: 1, end: 1, special: true }))).toBe(true);
    expect(beginsWord(token('[SEP]', { start: 2, end: 2, special: true }), plain)).toBe(true);
    expect(beginsWord(token('b', { start: 2, end: 3, segment: 1 }), plain)).toBe(true);
  });
});

test('a token is named with its position where its place matters', () => {
  expect(nameInPlace(token(' he', { position: 9 }))).toBe('he (9)');
});
