import { PreTrainedTokenizer } from '@xenova/transformers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMaskToken } from '../../core/tokens.ts';
import type { Token } from '../../core/tokens.ts';
import { openBookworm, readGolden, readTokenizerFiles } from './testing/bookworm.ts';
import type { BookwormId, GoldenCase } from './testing/bookworm.ts';
import type { Encoding } from './tokenizer.ts';

const MODELS: readonly BookwormId[] = ['bookworm-gpt', 'bookworm-bert'];
const NO_LIMIT = 1_000_000;
const gpt = openBookworm('bookworm-gpt');
const bert = openBookworm('bookworm-bert');

const show = (text: string, tokens: readonly Token[]) =>
  tokens.map((token) => [token.text, text.slice(token.start, token.end)]);

describe.each(MODELS)('%s', (id) => {
  const tokenizer = openBookworm(id);
  const golden = readGolden(id);

  const disagreements = (ours: (encoding: Encoding) => unknown, theirs: (golden: GoldenCase) => unknown) =>
    golden
      .map((one) => ({ one, ours: ours(tokenizer.encode(one.text, one.pair, NO_LIMIT)) }))
      .filter(({ one, ours: found }) => JSON.stringify(found) !== JSON.stringify(theirs(one)));

  test('gives the ids and type ids of the reference encoder on at least 220 sentences', () => {
    expect(golden.length).toBeGreaterThanOrEqual(220);
    const found = disagreements(
      ({ tokens, typeIds }) => [tokens.map((token) => token.id), typeIds],
      ({ ids, typeIds }) => [ids, typeIds],
    );
    expect(found).toEqual([]);
  });

  test('gives the spans of the reference encoder', () => {
    const found = disagreements(
      ({ tokens }) => tokens.map((token) => [token.start, token.end]),
      ({ spans }) => spans,
    );
    expect(found).toEqual([]);
  });

  test('numbers positions from 0 and cuts nothing that fits', () => {
    for (const { text, pair, ids } of golden) {
      const { tokens, cut } = tokenizer.encode(text, pair, ids.length);
      expect(tokens.map((token) => token.position)).toEqual(ids.map((_, position) => position));
      expect(cut).toBeNull();
    }
  });

  test('encoding section by section gives what the library gives for the whole text', () => {
    const { json, config } = readTokenizerFiles(id);
    const library = new PreTrainedTokenizer(json, config);
    const parts = fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.constantFrom('[MASK]', '[SEP]', '[UNK]', '<|endoftext|>', ' ', '\n', 'Zürich', '猫', '😀', "n't"),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(tokenizer.encode(text, null, NO_LIMIT).tokens.map((token) => token.id)).toEqual(library.encode(text));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('special tokens', () => {
  test('gpt puts <|endoftext|> in front, bert [CLS] and [SEP] around, all without width', () => {
    expect(show('The cat', gpt.encode('The cat', null, 9).tokens)).toEqual([
      ['<|endoftext|>', ''],
      ['The', 'The'],
      [' cat', ' cat'],
    ]);
    const { tokens } = bert.encode('The cat ', null, 9);
    expect(tokens.map(({ piece, start, end, special }) => [piece, start, end, special])).toEqual([
      ['[CLS]', 0, 0, true],
      ['the', 0, 3, false],
      ['cat', 4, 7, false],
      ['[SEP]', 8, 8, true],
    ]);
  });

  test('empty text and only spaces give the special tokens alone where the model drops spaces', () => {
    expect(gpt.encode('', null, 9).tokens.map((token) => token.piece)).toEqual(['<|endoftext|>']);
    expect(gpt.encode('  ', null, 9).tokens.map((token) => token.text)).toEqual(['<|endoftext|>', ' ', ' ']);
    for (const text of ['', '   ', '\t\n', '\u200b']) {
      expect(bert.encode(text, null, 9).tokens.map((token) => token.piece)).toEqual(['[CLS]', '[SEP]']);
    }
  });

  test('names typed in the text become special tokens with their characters', () => {
    const text = 'The [MASK] sat';
    const mask = bert.encode(text, null, 99).tokens.find(isMaskToken);
    expect(mask).toMatchObject({ id: 4, text: '[MASK]', start: 4, end: 10, special: true });
    const end = gpt.encode('one<|endoftext|>two', null, 99).tokens.filter((token) => token.special);
    expect(end.map(({ id, start, end: last }) => [id, start, last])).toEqual([
      [0, 0, 0],
      [0, 3, 16],
    ]);
  });

  test('an unknown word is content, the typed name [UNK] is special', () => {
    const tokens = bert.encode('\u2603 [UNK]', null, 99).tokens.filter((token) => token.piece === '[UNK]');
    expect(tokens.map(({ start, end, special }) => [start, end, special])).toEqual([
      [0, 1, false],
      [2, 7, true],
    ]);
  });

  test('the mask token and the pair are known from the files', () => {
    expect([gpt.maskToken, bert.maskToken]).toEqual([null, '[MASK]']);
    expect([gpt.takesPair, bert.takesPair]).toEqual([false, true]);
  });
});

describe('pairs', () => {
  test('bert reads [CLS] a [SEP] b [SEP] with type ids 0 and 1 and counts characters in each text', () => {
    const { tokens, typeIds } = bert.encode('a cat', 'the dog ran', 99);
    expect(tokens.map(({ text, segment, start, end }) => [text, segment, start, end])).toEqual([
      ['[CLS]', 0, 0, 0],
      ['a', 0, 0, 1],
      ['cat', 0, 2, 5],
      ['[SEP]', 0, 5, 5],
      ['the', 1, 0, 3],
      ['dog', 1, 4, 7],
      ['ran', 1, 8, 11],
      ['[SEP]', 1, 11, 11],
    ]);
    expect(typeIds).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });
});

describe('cutting', () => {
  test('keeps the closing special token and names the first character that was lost', () => {
    const { tokens, cut } = bert.encode('the cat  and the dog', null, 4);
    expect(tokens.map((token) => token.piece)).toEqual(['[CLS]', 'the', 'cat', '[SEP]']);
    expect(cut).toEqual({ nTokensWanted: 7, segment: 0, offset: 9 });
    expect(tokens.at(-1)).toMatchObject({ start: 9, end: 9 });
  });

  test('does not count a half-kept character as lost', () => {
    const { tokens, cut } = gpt.encode('\u{1f600}!', null, 3);
    expect(tokens.map((token) => token.text)).toEqual(['<|endoftext|>', '<F0>', '<9F>']);
    expect(cut).toEqual({ nTokensWanted: 6, segment: 0, offset: 2 });
  });

  test('cuts the longer of two texts first', () => {
    const { tokens, cut } = bert.encode('the cat', 'the dog and the man ran', 8);
    expect(tokens.map((token) => token.text)).toEqual(['[CLS]', 'the', 'cat', '[SEP]', 'the', 'dog', 'and', '[SEP]']);
    expect(cut).toEqual({ nTokensWanted: 11, segment: 1, offset: 12 });
  });

  test('a text that just fits is not cut', () => {
    expect(bert.encode('the cat', null, 4).cut).toBeNull();
    expect(bert.encode('the cat', null, 3).cut).toEqual({ nTokensWanted: 4, segment: 0, offset: 4 });
  });

  test('no room for the special tokens is a bug of the caller', () => {
    expect(() => bert.encode('the cat', null, 1)).toThrow(
      /^tokenizer-failed: the model takes 1 tokens at most, fewer than the 2/,
    );
  });
});

describe('readable text', () => {
  test('bytes of a character read as numbers and share the character', () => {
    const text = 'é 😀';
    const { tokens } = gpt.encode(text, null, 99);
    expect(show(text, tokens).slice(1)).toEqual([
      ['<C3>', 'é'],
      ['<A9>', 'é'],
      [' ', ' '],
      ['<F0>', '😀'],
      ['<9F>', '😀'],
      ['<98>', '😀'],
      ['<80>', '😀'],
    ]);
  });

  test('pieces keep their space, lose their ##, and are never escaped', () => {
    const the = gpt.encode(' the', null, 9).tokens[1]!;
    expect([the.piece, gpt.pieceText(the.id)]).toEqual(['Ġthe', ' the']);
    const ing = bert.encode('baking', null, 9).tokens.find((token) => token.piece.startsWith('##'))!;
    expect(ing.text).toBe(ing.piece.slice(2));
    expect(gpt.encode('<&', null, 9).tokens.map((token) => token.text)).toEqual(['<|endoftext|>', '<', '&']);
  });

  test('an id without a piece still has a text', () => {
    expect(gpt.pieceText(50_300)).toBe('<no piece 50300>');
  });
});
