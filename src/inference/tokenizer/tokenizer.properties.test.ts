import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseBert } from './align/bertNormalizer.ts';
import type { Token } from '../../core/tokens.ts';
import { createTokenizer } from './tokenizer.ts';
import { openBookworm } from './testing/bookworm.ts';
import { makeUnigram } from './testing/unigram.ts';

const NO_LIMIT = 1_000_000;
const RUNS = { seed: 20_261_120, numRuns: 400 };
const BERT = { cleanText: true, spaceChinese: true, stripAccents: true, lowercase: true };

const gpt = openBookworm('bookworm-gpt');
const bert = openBookworm('bookworm-bert');
const unigram = createTokenizer(makeUnigram(), {});
const MODELS = [
  ['byte level', gpt],
  ['WordPiece', bert],
  ['Unigram', unigram],
] as const;

// Joined emoji, marks, lone surrogates, right-to-left, line ends, special names, Hangul, jamo, ligatures, planes.
const NASTY = fc.constantFrom(
  '👨‍👩‍👧‍👦',
  '❤️',
  '🏽',
  '\ud83d',
  '\udc00',
  'e\u0301',
  '\u0301',
  '\u0323\u0302',
  'שָׁלוֹם',
  'السَّلام',
  '\r\n',
  '\t',
  '[MASK]',
  '[SEP]',
  '[UNK]',
  '<|endoftext|>',
  '<mask>',
  '</s>',
  '한',
  '\u1112\u1161\u11ab',
  'ﬁ',
  'ｶﾞ',
  '𠀀',
  '猫',
  '\ufeff',
  ' ',
  '  ',
  '\u00a0',
  '\u3000',
  '\u0085',
  '\u200b',
  '\0',
  '\ufffd',
  '▁',
  '##',
  "'s",
  'İ',
  'ΟΔΟΣ',
  'ẞ',
  '<0xE2>',
  'Ġ',
);
const TEXT = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 3 }), NASTY), {
    maxLength: 10,
  })
  .map((parts) => parts.join(''));

const isSeen = (character: string) => normaliseBert(character, BERT).text.trim() !== '';
const isVisible = (character: string) => !/\s/u.test(character);
/** All but the special tokens of the template, which stand for no characters. */
const content = (tokens: readonly Token[]) => tokens.filter(({ start, end }) => end > start);

/** Tokens that begin or end before the one in front of them, or outside the text. */
const misplaced = (tokens: readonly Token[], length: number) =>
  tokens.filter(({ start, end }, i) => {
    const before = tokens[i - 1] ?? { start: 0, end: 0 };
    return start < before.start || end < before.end || end < start || end > length;
  });

/** Characters that `isWanted` and that no single token stands for in full. */
function uncovered(text: string, tokens: readonly Token[], isWanted: (character: string) => boolean): string[] {
  let at = 0;
  return Array.from(text).filter((character) => {
    const [start, end] = [at, at + character.length];
    at = end;
    return isWanted(character) && !tokens.some((token) => token.start <= start && end <= token.end);
  });
}

describe.each(MODELS)('%s', (_, tokenizer) => {
  test('spans never go back and never leave the text', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        expect(misplaced(tokenizer.encode(text, null, NO_LIMIT).tokens, text.length)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('the same text gives the same tokens', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        expect(tokenizer.encode(text, null, NO_LIMIT)).toEqual(tokenizer.encode(text, null, NO_LIMIT));
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  test('a cut encoding is as long as allowed and keeps the beginning of the text', () => {
    fc.assert(
      fc.property(TEXT, fc.integer({ min: 2, max: 20 }), (text, maxTokens) => {
        const whole = tokenizer.encode(text, null, NO_LIMIT);
        const { tokens, cut } = tokenizer.encode(text, null, maxTokens);
        const kept = content(tokens);
        expect(tokens.length).toBe(Math.min(maxTokens, whole.tokens.length));
        expect(cut?.nTokensWanted ?? tokens.length).toBe(whole.tokens.length);
        expect(kept).toEqual(content(whole.tokens).slice(0, kept.length));
      }),
      { ...RUNS, numRuns: 200 },
    );
  });
});

test('byte level: the spans put together are the text, each character once', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      let written = '';
      for (const { start, end } of gpt.encode(text, null, NO_LIMIT).tokens) {
        expect(start).toBeLessThanOrEqual(written.length);
        written += text.slice(Math.max(written.length, start), end);
      }
      expect(written).toBe(text);
    }),
    RUNS,
  );
});

test('byte level: pieces of one character have the same span', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const { tokens } = gpt.encode(text, null, NO_LIMIT);
      for (const token of tokens.filter(({ text: readable }) => /^<[89AB][0-9A-F]>$/.test(readable))) {
        const before = tokens[token.position - 1]!;
        expect([before.start, before.end]).toEqual([token.start, token.end]);
      }
    }),
    RUNS,
  );
});

test('WordPiece: the characters of a token, normalised, are its piece', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const words = bert
        .encode(text, null, NO_LIMIT)
        .tokens.filter((token) => !token.special && token.piece !== '[UNK]');
      const normalised = words.map(({ start, end }) => normaliseBert(text.slice(start, end), BERT).text.trim());
      expect(normalised).toEqual(words.map((token) => token.text));
    }),
    RUNS,
  );
});

test('WordPiece: every character that BERT sees belongs to a token', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      expect(uncovered(text, bert.encode(text, null, NO_LIMIT).tokens, isSeen)).toEqual([]);
    }),
    RUNS,
  );
});

test('Unigram: every character but spaces belongs to a token', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      expect(uncovered(text, unigram.encode(text, null, NO_LIMIT).tokens, isVisible)).toEqual([]);
    }),
    RUNS,
  );
});
