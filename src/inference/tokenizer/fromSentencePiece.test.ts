import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tokenizerFromSentencePiece } from './fromSentencePiece.ts';
import { createTokenizer } from './tokenizer.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const NAMES = ['unigram', 'bpe'] as const;
const TRUTH: { readonly texts: readonly string[] } & Readonly<
  Record<(typeof NAMES)[number], readonly (readonly number[])[]>
> = JSON.parse(new TextDecoder().decode(fixture('spiece.json')));

const opened = (name: (typeof NAMES)[number], tokenizerConfig: object = {}, config: object = {}) =>
  createTokenizer(
    tokenizerFromSentencePiece(fixture(`spiece-${name}.model`), { tokenizerConfig, config }),
    tokenizerConfig,
  );
const idsOf = (tokenizer: ReturnType<typeof opened>, text: string, pair: string | null = null) =>
  tokenizer.encode(text, pair, 512).tokens.map(({ id }) => id);

describe.each(NAMES)('a SentencePiece model, %s', (name) => {
  const tokenizer = opened(name);

  test('cuts 50 texts as SentencePiece itself does', () => {
    expect(TRUTH.texts).toHaveLength(50);
    const found = TRUTH.texts.map((text) => idsOf(tokenizer, text));
    expect(found).toEqual(TRUTH[name]);
  });

  test('its tokens stand where their letters are', () => {
    for (const text of TRUTH.texts) {
      const { tokens } = tokenizer.encode(text, null, 512);
      let last = 0;
      for (const { start, end } of tokens) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(last);
        last = end;
      }
      expect(text.slice(last).trim()).toBe('');
    }
  });
});

describe('what families make of a SentencePiece model', () => {
  const text = 'The cat sat';
  const own = idsOf(opened('unigram'), text);
  const nPieces = 500;

  test('T5: an end behind the text, and sentinels behind the vocabulary, the last one first', () => {
    const t5 = opened('unigram', { tokenizer_class: 'T5Tokenizer', extra_ids: 3 });
    expect(idsOf(t5, text)).toEqual([...own, 2]);
    expect(idsOf(t5, 'a <extra_id_0>').at(-2)).toBe(nPieces + 2);
  });

  test('XLM-RoBERTa: every piece one place later, behind four of its own', () => {
    const xlm = opened('unigram', {}, { model_type: 'xlm-roberta' });
    expect(idsOf(xlm, text)).toEqual([0, ...own.map((id) => id + 1), 2]);
    expect(idsOf(xlm, text, text)).toEqual([0, ...own.map((id) => id + 1), 2, 2, ...own.map((id) => id + 1), 2]);
    expect(idsOf(xlm, '<mask>').at(1)).toBe(nPieces + 1);
  });

  test('Llama: a beginning, unless its file says that there is none', () => {
    const plain = idsOf(opened('bpe'), text);
    expect(idsOf(opened('bpe', { tokenizer_class: 'LlamaTokenizer' }), text)).toEqual([1, ...plain]);
    expect(idsOf(opened('bpe', { tokenizer_class: 'LlamaTokenizer', add_bos_token: false }), text)).toEqual(plain);
  });

  test('a family that numbers pieces in a way of its own is not guessed at', () => {
    const files = { tokenizerConfig: { tokenizer_class: 'PegasusTokenizer' }, config: {} };
    expect(tokenizerFromSentencePiece(fixture('spiece-unigram.model'), files)).toBe(null);
  });
});

test('a file of the same name with something else in it is no SentencePiece model; one cut short is refused', () => {
  const files = { tokenizerConfig: {}, config: {} };
  expect(tokenizerFromSentencePiece(new TextEncoder().encode('IQ== 0\nIg== 1\n'), files)).toBe(null);
  expect(() => tokenizerFromSentencePiece(fixture('spiece-bpe.model').subarray(0, 4001), files)).toThrow(
    'it is no SentencePiece model',
  );
});
