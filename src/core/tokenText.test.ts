import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginsWord, isMoment, isolated, isPatch, nameInPlace, visibleText } from './tokenText.ts';
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
    ['\u2028', '⏎'],
    ['\u202f', '␣'],
    ['\u200b', '<200B>'],
    ['\ufeff', '<FEFF>'],
    ['a\u00adb', 'a<00AD>b'],
    ['\u0010', '<0010>'],
    ['\u001b[0m', '<001B>[0m'],
    ['\u202eevil', '<202E>evil'],
    ['\u2066a\u2069', '<2066>a<2069>'],
    ['\u2800', '<2800>'],
    ['\u3164', '<3164>'],
    ['\ud83d', '<D83D>'],
    ['\u{e0041}', '<E0041>'],
    // A joiner or a selector is a part of what it joins or chooses the form of, and a stowaway anywhere else.
    ['👩\u200d👩\u200d👧', '👩\u200d👩\u200d👧'],
    ['👩🏽\u200d🚀', '👩🏽\u200d🚀'],
    ['❤\ufe0f', '❤\ufe0f'],
    ['1\ufe0f\u20e3', '1\ufe0f\u20e3'],
    [
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    ],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['क्\u200dष', 'क्\u200dष'],
    ['\u200d', '<200D>'],
    ['a\u200db', 'a<200D>b'],
    ['👩\u200d', '👩<200D>'],
    ['\ufe0f', '<FE0F>'],
    ['❤\ufe0f\ufe0f', '❤\ufe0f<FE0F>'],
    ['<E2>', '<E2>'],
    ['', ''],
  ])('%j is written %j', (text, shown) => {
    expect(visibleText(token(text))).toBe(shown);
  });

  test('of a token with any text is not empty and holds no line break or tab', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            ' ',
            '\n',
            '\r',
            '\t',
            '\u00a0',
            'a',
            'é',
            '漢',
            '\u200b',
            '\u200d',
            '\u202e',
            '\ufe0f',
          ),
          minLength: 1,
        }),
        (text) => {
          const shown = visibleText(token(text));
          expect(shown).not.toBe('');
          expect(shown).not.toMatch(/[\n\r\t\u00a0\u200b\u202e]/);
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

test('a token that runs from right to left does not turn round what stands beside it', () => {
  expect(nameInPlace(token(' شكرا', { position: 13 }))).toBe('\u2068شكرا\u2069 (13)');
  expect([isolated('שלום'), isolated('boy'), isolated('漢')]).toEqual(['\u2068שלום\u2069', 'boy', '漢']);
});

test.each([
  ['region 1,2', true],
  ['query 3', true],
  ['position 0', true],
  ['0.24 s', true],
  ['query', false],
  ['3 s', false],
])('“%s” behind another stands for no letters: a word by itself is %s', (text, isOne) => {
  expect(beginsWord(token(text), token('query 2'))).toBe(isOne);
});

test('each patch of a picture is a word by itself', () => {
  const [before, patch] = [token('patch 0,1'), token('patch 0,2')];
  expect(beginsWord(patch, before)).toBe(true);
  expect([patch, token('t1 0,2')].map(isPatch)).toEqual([true, true]);
  expect(beginsWord(token('t1 0,2'), patch)).toBe(true);
  expect([patch, token('patch'), token('[CLS]', { special: true })].map(isPatch)).toEqual([true, false, false]);
});

test('a moment of a sound, or one band of it, is told from a text of numbers', () => {
  const texts = ['0.24 s', '12.345 s', '0.30 s b1', '0.24', ' 0.24 s', '0.96 s, silence'];
  expect(texts.map((text) => isMoment(token(text)))).toEqual([true, true, true, false, false, false]);
  expect(isMoment(token('0.24 s', { special: true }))).toBe(false);
});
