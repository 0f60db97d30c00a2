import { describe, expect, test } from 'vitest';
import { createTokenizer } from '../tokenizer.ts';
import { makeUnigram } from '../testing/unigram.ts';
import { mapIdentity } from './mappedText.ts';
import { unigramAligner } from './unigram.ts';

const place = (text: string, pieces: readonly string[]) =>
  unigramAligner('<unk>')(pieces, mapIdentity(text)).map(({ start, end }) => [start, end]);

describe('pieces alone', () => {
  test('▁ is the space before a word, or nothing at the front', () => {
    expect(place('the cat', ['▁the', '▁c', 'at'])).toEqual([
      [0, 3],
      [3, 5],
      [5, 7],
    ]);
    expect(place('a', ['▁', 'a'])).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  test('all bytes of a character share it', () => {
    expect(place('a☃b', ['▁a', '<0xE2>', '<0x98>', '<0x83>', 'b'])).toEqual([
      [0, 1],
      [1, 2],
      [1, 2],
      [1, 2],
      [2, 3],
    ]);
  });

  test('a byte piece typed as text is text', () => {
    expect(place('<0xE2>a', ['<0xE2>', 'a'])).toEqual([
      [0, 6],
      [6, 7],
    ]);
  });

  test('spaces that the tokenizer left out are passed over', () => {
    expect(place('a   b', ['▁a', '▁b'])).toEqual([
      [0, 1],
      [4, 5],
    ]);
  });

  test('an unknown token takes one character, a missing piece none', () => {
    expect(place('a😀b', ['▁a', '<unk>', 'zz', 'b'])).toEqual([
      [0, 1],
      [1, 3],
      [3, 3],
      [3, 4],
    ]);
  });
});

describe('with the library: Unigram, NFKC, Metaspace, byte fallback', () => {
  const tokenizer = createTokenizer(makeUnigram(), { mask_token: { content: '<mask>' } });
  const encode = (text: string) =>
    tokenizer.encode(text, null, 99).tokens.map((token) => [token.text, text.slice(token.start, token.end)]);

  test('spaces, ligatures and bytes come back to the typed characters', () => {
    expect(encode('the ﬁne cat ☃!')).toEqual([
      ['<s>', ''],
      [' the', 'the'],
      [' fi', ' ﬁ'],
      ['n', 'n'],
      ['e', 'e'],
      [' c', ' c'],
      ['at', 'at'],
      [' ', ' '],
      ['<E2>', '☃'],
      ['<98>', '☃'],
      ['<83>', '☃'],
      ['!', '!'],
      ['</s>', ''],
    ]);
  });

  test('composed characters have all their parts', () => {
    expect(encode('cafe\u0301 ｶﾞ')).toEqual([
      ['<s>', ''],
      [' c', 'c'],
      ['a', 'a'],
      ['f', 'f'],
      ['é', 'e\u0301'],
      [' ', ' '],
      ['ガ', 'ｶﾞ'],
      ['</s>', ''],
    ]);
  });

  test('without byte fallback an unknown run is one unknown token with its characters', () => {
    const plain = createTokenizer(makeUnigram({ byteFallback: false }), {});
    const token = plain.encode('a☃☃', null, 99).tokens[3]!;
    expect(token).toMatchObject({ id: 0, piece: '<unk>', text: '<unk>', start: 1, end: 3, special: false });
  });

  test('a mask that takes the space before it has that space', () => {
    const text = 'the <mask> cat';
    const mask = tokenizer.encode(text, null, 99).tokens.find(({ piece }) => piece === '<mask>');
    expect([mask?.start, mask?.end, tokenizer.maskToken]).toEqual([3, 10, '<mask>']);
  });

  test('only the first word gets a space where the scheme says "first"', () => {
    const [first, always] = (['first', 'always'] as const).map((prependScheme) =>
      createTokenizer(makeUnigram({ prependScheme }), {})
        .encode('at<mask>at', null, 99)
        .tokens.map((token) => token.text),
    );
    expect(first).toEqual(['<s>', ' ', 'at', '<mask>', 'at', '</s>']);
    expect(always).toEqual(['<s>', ' ', 'at', '<mask>', ' ', 'at', '</s>']);
  });

  test('RoBERTa puts two separators between the texts and has one type', () => {
    const { tokens, typeIds } = tokenizer.encode('at', 'cat', 99);
    expect(tokens.map((token) => token.text)).toEqual(['<s>', ' ', 'at', '</s>', '</s>', ' c', 'at', '</s>']);
    expect(typeIds).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(tokenizer.takesPair).toBe(true);
  });
});

test('BPE over ▁ with a prepended ▁ and byte fallback comes back to the typed characters', () => {
  const bytes = ['<0xE2>', '<0x98>', '<0x83>', '<0x0A>'];
  const pieces = ['<unk>', '<s>', ...bytes, '▁', 'c', 'a', 't', '▁c', 'at', '▁cat'];
  const json = {
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: '▁' },
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    decoder: { type: 'Sequence', decoders: [{ type: 'ByteFallback' }, { type: 'Fuse' }] },
    model: {
      type: 'BPE',
      unk_token: '<unk>',
      fuse_unk: true,
      byte_fallback: true,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      merges: ['▁ c', 'a t', '▁c at'],
    },
  };
  const text = 'cat  at☃\ncé';
  const { tokens } = createTokenizer(json, {}).encode(text, null, 99);
  expect(tokens.map((token) => [token.text, text.slice(token.start, token.end)])).toEqual([
    [' cat', 'cat'],
    [' ', ' '],
    [' ', ' '],
    ['at', 'at'],
    ['<E2>', '☃'],
    ['<98>', '☃'],
    ['<83>', '☃'],
    ['\n', '\n'],
    ['c', 'c'],
    ['<unk>', 'é'],
  ]);
});
