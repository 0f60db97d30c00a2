import { describe, expect, test } from 'vitest';
import { isSpecialPiece, tokensOfPieces } from './pieces.ts';

/** As the published table of GPT-2 writes them; the texts are what the tokenizer of Qwen, NeoX or CLIP gave for these pieces. */
const BYTE_LEVEL: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['Chinese', ['ä½łå¥½', 'ï¼Į', 'ä¸ĸçķĮ', 'å¾Ī', 'å¤§', 'ãĢĤ'], ['你好', '，', '世界', '很', '大', '。']],
  ['Chinese after a special token', ['<|im_start|>', 'ä¸ĸçķĮ'], ['<|im_start|>', '世界']],
  ['Hindi, one word', ['à¤¨', 'à¤®', 'à¤¸', 'à¥įà¤¤', 'à¥ĩ'], ['न', 'म', 'स', '्त', 'े']],
  ['a character that is cut at the end', ['ä½łå¥½', 'ä¸'], ['你好', '<E4 B8>']],
  ['a character over two pieces', ['Ġun', 'Ã', '©'], [' un', '<C3>', '<A9>']],
  ['Russian', ['ÐŁÑĢÐ¸Ð²ÐµÑĤ', 'ĠÐ¼Ð¸ÑĢ'], ['Привет', ' мир']],
  [
    'code, with a raw added token',
    ['def', 'Ġf', '(', '):', 'Ċ', '    ', 'return', 'Ġx'],
    ['def', ' f', '(', '):', '\n', '    ', 'return', ' x'],
  ],
  ['tabs', ['ĉĉ', 'return', 'Ċ'], ['\t\t', 'return', '\n']],
  ['Chinese without a space, with raw added tokens', ['ä½łå¥½', '世界', 'å¾Ī'], ['你好', '世界', '很']],
];

const AS_THEY_ARE: readonly (readonly [string, readonly string[]])[] = [
  ['French', ['é', 'té', 'à', 'là']],
  ['Polish', ['Łódź', 'łan', 'pół', 'ł']],
  ['Esperanto', ['ĉu', 'ĝi', 'ĉ']],
  ['Maltese', ['Ġorġ', 'ċar']],
  ['Turkish capitals', ['ÇİN', 'ÇİÇEK']],
  ['Polish beside Chinese', ['ład', '世界', 'pół', 'miał']],
  ['German', ['ÄÖÜ', 'ß']],
  ['nothing', ['']],
];

describe('pieces of a byte-level vocabulary', () => {
  test.each(BYTE_LEVEL)('of %s are decoded', (_, pieces, texts) => {
    const { tokens, text } = tokensOfPieces(pieces, null);
    expect(tokens.map((token) => token.text)).toEqual(texts);
    expect(tokens.map(({ piece }) => piece)).toEqual(pieces);
    expect(text).toBe(texts.filter((part) => !part.startsWith('<|')).join(''));
  });

  test.each(AS_THEY_ARE)('are not seen in words of %s', (_, words) => {
    expect(tokensOfPieces(words, null).tokens.map(({ text }) => text)).toEqual(words);
  });
});

describe('marks of word borders', () => {
  test.each<[string, readonly string[], readonly string[], string]>([
    [
      'a word that ends (CLIP)',
      ['<|startoftext|>', 'a</w>', 'ca', 'ts</w>', 'sit</w>', '<|endoftext|>'],
      ['<|startoftext|>', 'a', 'ca', 'ts', 'sit', '<|endoftext|>'],
      'a cats sit',
    ],
    ['a word that ends, of bytes', ['cafÃ©</w>', 'ä½łå¥½</w>'], ['café', '你好'], 'café 你好'],
    [
      'a word that goes on (subword-nmt)',
      ['un@@', 'do@@', 'ing', 'it', '@@'],
      ['un', 'do', 'ing', 'it', '@@'],
      'undoing it @@',
    ],
    ['a word that goes on (WordPiece)', ['[CLS]', 'un', '##do', '!'], ['[CLS]', 'un', 'do', '!'], 'undo !'],
    ['a word that begins (SentencePiece)', ['<s>', '▁un', 'do', '▁'], ['<s>', ' un', 'do', ' '], ' undo '],
    ['a byte of SentencePiece', ['▁a', '<0xE2>', '<0x0A>'], [' a', '<E2>', '\n'], ' a<E2>\n'],
    ['spaces', [' un', 'do', '!'], [' un', 'do', '!'], ' undo!'],
  ])('%s', (_, pieces, texts, line) => {
    const { tokens, text } = tokensOfPieces(pieces, null);
    expect(tokens.map((token) => token.text)).toEqual(texts);
    expect(text).toBe(line);
    for (const token of tokens) expect(text.slice(token.start, token.end)).toBe(token.special ? '' : token.text);
  });
});

test.each([
  '[CLS]',
  '[PAD]',
  '[unused12]',
  '[gMASK]',
  '[/INST]',
  '[TOOL_CALLS]',
  '<s>',
  '</s>',
  '<unk>',
  '<extra_id_0>',
  '<start_of_turn>',
  '<BOS>',
  '<EOS>',
  '<PAD>',
  '<|endoftext|>',
  '<|PAD|>',
  '<｜begin▁of▁sentence｜>',
  '<｜User｜>',
  '<fim-prefix>',
])('%s is a special token', (piece) => {
  expect(isSpecialPiece(piece)).toBe(true);
});

test.each(['[a', '[12]', '[the]', '<', '<0x0A>', '<E2>', '</w>', '<|', '< b >', '<-', '<3', 'a>', '[A cat]'])(
  '%s is none',
  (piece) => {
    expect(isSpecialPiece(piece)).toBe(false);
  },
);
