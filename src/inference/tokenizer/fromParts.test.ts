import { describe, expect, test } from 'vitest';
import { tokenizerFromParts } from './fromParts.ts';
import type { TokenizerParts } from './fromParts.ts';
import { openBookworm, readGolden, readTokenizerFiles } from './testing/bookworm.ts';
import { isRecord } from '../../core/isRecord.ts';
import { createTokenizer } from './tokenizer.ts';

const NONE = { addedTokens: null, specialTokens: null, tokenizerConfig: null, config: null };

/** bookworm-gpt as the two files that it would have been saved as in older days. */
function bookwormParts(): Pick<TokenizerParts, 'vocab' | 'merges'> {
  const { json } = readTokenizerFiles('bookworm-gpt');
  const model = 'model' in json && isRecord(json.model) ? json.model : {};
  const { vocab, merges } = model;
  if (!Array.isArray(merges)) throw new TypeError('no merges');
  const lines = merges.map((pair: unknown) => (Array.isArray(pair) ? pair.join(' ') : String(pair)));
  return { vocab, merges: `#version: 0.2\n${lines.join('\r\n')}\n` };
}

/** Letters, a space, and the pieces "ab", " a" and " ab". */
const VOCAB = { '<s>': 0, '</s>': 1, a: 2, b: 3, Ġ: 4, Ġa: 5, ab: 6, Ġab: 7, '<mask>': 8, '<pad>': 9 };
const MERGES = 'Ġ a\na b\nĠa b\n';

function tokenize(parts: Partial<TokenizerParts>, text: string, pair: string | null = null) {
  const whole: TokenizerParts = { vocab: VOCAB, merges: MERGES, ...NONE, ...parts };
  return createTokenizer(tokenizerFromParts(whole), whole.tokenizerConfig).encode(text, pair, 99).tokens;
}
const ids = (...input: Parameters<typeof tokenize>) => tokenize(...input).map(({ id }) => id);

describe('a tokenizer of vocab.json and merges.txt', () => {
  test('gives what the tokenizer.json of the same model gives, for every text', () => {
    const { config } = readTokenizerFiles('bookworm-gpt');
    const whole = openBookworm('bookworm-gpt');
    const made = createTokenizer(tokenizerFromParts({ ...NONE, ...bookwormParts(), tokenizerConfig: config }), config);
    const texts = [
      ...readGolden('bookworm-gpt').map(({ text }) => text),
      '<|endoftext|> a<|endoftext|>',
      ' two  spaces\n\tand 1234 é😀',
    ];
    expect(texts.length).toBeGreaterThan(5);
    for (const text of texts) expect(made.encode(text, null, 256)).toEqual(whole.encode(text, null, 256));
  });

  test('without a config nothing stands before the text', () => {
    const whole = openBookworm('bookworm-gpt')
      .encode('The cat sat.', null, 256)
      .tokens.map(({ id }) => id);
    const { vocab, merges } = bookwormParts();
    expect(ids({ vocab, merges }, 'The cat sat.')).toEqual(whole.slice(1));
  });

  test('a name of config.json by its id is one token of the text, and special', () => {
    expect(ids({}, '</s>')).toEqual([]);
    const tokens = tokenize({ config: { model_type: 'gpt2', eos_token_id: 1 } }, 'ab</s>');
    expect(tokens.map(({ id, special }) => [id, special])).toEqual([
      [6, false],
      [1, true],
    ]);
  });

  test.each<[string, Partial<TokenizerParts>]>([
    ['the class', { tokenizerConfig: { tokenizer_class: 'RobertaTokenizer' } }],
    ['the type of the model', { config: { model_type: 'roberta' } }],
  ])('RoBERTa by %s: <s> text </s>, and </s> pair </s>', (_, parts) => {
    expect(ids(parts, 'ab a')).toEqual([0, 6, 5, 1]);
    expect(ids(parts, 'ab', 'ba')).toEqual([0, 6, 1, 1, 3, 2, 1]);
  });

  test('the mask of RoBERTa takes the space before it, that of others does not', () => {
    const mask = { specialTokens: { mask_token: '<mask>' } };
    expect(ids({ ...mask, config: { model_type: 'roberta' } }, 'a <mask>')).toEqual([0, 2, 8, 1]);
    expect(ids({ ...mask }, 'a <mask>')).toEqual([2, 4, 8]);
  });

  test('DeBERTa: [CLS] text [SEP], with the ids of added_tokens.json', () => {
    const addedTokens = { '[CLS]': 20, '[SEP]': 21 };
    expect(ids({ addedTokens, config: { model_type: 'deberta' } }, 'ab')).toEqual([20, 6, 21]);
  });

  test('added_tokens_decoder says how a token is looked for', () => {
    const added = { '30': { content: '<x>', special: true, lstrip: true } };
    expect(ids({ tokenizerConfig: { added_tokens_decoder: added } }, 'a <x>')).toEqual([2, 30]);
  });

  test('a space is put in front where the config asks for it', () => {
    expect(ids({}, 'ab')).toEqual([6]);
    expect(ids({ tokenizerConfig: { add_prefix_space: true } }, 'ab')).toEqual([7]);
  });
});

describe('two files that are of another kind are refused, with the way to a tokenizer.json', () => {
  test.each<[string, Partial<TokenizerParts>, RegExp]>([
    ['ends of words are marked', { merges: 'a b</w>\n' }, /not of a byte-level tokenizer.*save_pretrained/],
    [
      'the class cuts otherwise',
      { tokenizerConfig: { tokenizer_class: 'CLIPTokenizer' } },
      /CLIPTokenizer.*save_pretrained/,
    ],
    ['so does the type', { config: { model_type: 'qwen2' } }, /qwen2.*save_pretrained/],
    ['XLM-R is no RoBERTa', { config: { model_type: 'xlm-roberta' } }, /xlm-roberta/],
    ['a line that is no pair', { merges: 'Ġ a\nab\n' }, /no pair: "ab"/],
    ['a web page', { merges: '<!doctype html>\n<html lang="en">' }, /no pair|byte-level/],
    ['a vocabulary that is a list', { vocab: ['a', 'b'] }, /vocab\.json is not an object/],
    ['an id that cannot be', { vocab: { ...VOCAB, far: 4_294_967_290 } }, /the id 4294967290/],
  ])('%s', (_, parts, words) => {
    expect(() => tokenize(parts, 'ab')).toThrow(words);
    expect(() => tokenize(parts, 'ab')).toThrow(/^tokenizer-failed/);
  });
});
