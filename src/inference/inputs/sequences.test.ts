import { describe, expect, test } from 'vitest';
import { readGenerationConfig } from '../generate/generationConfig.ts';
import { decodeTarget, encodeIds, encodeTarget, encodeText, shiftRight, startOf, writeIds } from './sequences.ts';
import { prepareZoo } from '../testing/zooModels.ts';
import { createTokenizer } from '../tokenizer/tokenizer.ts';
import type { ModelTokenizer } from '../tokenizer/tokenizer.ts';

/** The ids that are read in a text of numbers. */
const idsIn = (text: string) => encodeText(null, text, 100).tokens.map(({ id }) => id);

/** Words by their length, with an end token of id 1 behind them; pieces show as a space and x's. */
const TOKENIZER: ModelTokenizer = {
  takesPair: false,
  maskToken: null,
  pieceText: (id) => (id < 2 ? ['<pad>', '</s>'][id]! : ` ${'x'.repeat(id)}`),
  isSpecial: (id) => id < 2,
  encode(text, _pair, maxTokens) {
    const words = [...text.matchAll(/\S+/g)].slice(0, maxTokens - 1);
    const tokens = words.map(([word], position) => {
      const start = words[position]!.index;
      const end = start + word.length;
      return { position, id: word.length, piece: word, text: word, start, end, special: false, segment: 0 } as const;
    });
    const at = { position: tokens.length, start: text.length, end: text.length };
    const last = { ...at, id: 1, piece: '</s>', text: '</s>', special: true, segment: 0 } as const;
    return { tokens: [...tokens, last], typeIds: [...tokens.map(() => 0), 0], cut: null };
  },
};
const { model } = prepareZoo('t5');
const withWords = { ...model, tokenizer: TOKENIZER };

describe('token ids as text', () => {
  test('are read between spaces and commas', () => {
    expect(idsIn(' 3, 14\n15 ')).toEqual([3, 14, 15]);
    expect(idsIn('')).toEqual([]);
  });

  test.each(['a', '-1', '1.5', '1e3', '12345678901'])('"%s" is bad-input', (text) => {
    expect(() => idsIn(`3 ${text}`)).toThrow(`bad-input: “${text}” is no token id`);
  });

  test('become tokens with places in the text; too many are cut, and it is told where', () => {
    const { tokens, cut, typeIds } = encodeIds([5, 123, 7], 2);
    expect(tokens.map(({ id, text, start, end }) => [id, text, start, end])).toEqual([
      [5, '5', 0, 1],
      [123, '123', 2, 5],
    ]);
    expect([writeIds([5, 123, 7]), typeIds, cut]).toEqual([
      '5 123 7',
      [0, 0],
      { nTokensWanted: 3, segment: 0, offset: 6 },
    ]);
    expect(encodeIds([5], 2).cut).toBe(null);
    expect(encodeText(null, '8 9', 5).tokens.map(({ id }) => id)).toEqual([8, 9]);
  });
});

/** Words, behind the start token 4 and the token 6 of a task, and before the end token 5, as Whisper's tokenizer puts them. */
const OF_SPEECH = createTokenizer(
  {
    model: {
      type: 'WordPiece',
      vocab: { '[UNK]': 0, one: 1, two: 2, three: 3 },
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    },
    pre_tokenizer: { type: 'Whitespace' },
    added_tokens: ['<|start|>', '<|end|>', '<|task|>', '<|en|>'].map((content, at) => ({
      id: 4 + at,
      content,
      special: true,
    })),
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '<|start|>', type_id: 0 } },
        { SpecialToken: { id: '<|task|>', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '<|end|>', type_id: 0 } },
      ],
      pair: [],
    },
  },
  null,
);
const ofSpeech = {
  ...model,
  tokenizer: OF_SPEECH,
  generation: readGenerationConfig({ decoder_start_token_id: 4, eos_token_id: 5 }, null),
};

describe('a target whose tokenizer adds what it begins with', () => {
  test.each<[text: string, ids: readonly number[]]>([
    ['one two', [4, 6, 1, 2]],
    ['', [4, 6]],
    // What stands in the text goes before what would be added.
    ['<|en|><|task|> one', [4, 7, 6, 1]],
    ['<|start|><|en|> one', [4, 7, 1]],
    // Special tokens further on are the text's, whatever they are.
    ['one <|start|> two', [4, 6, 1, 4, 2]],
  ])('"%s" begins with one start token', (text, ids) => {
    const { tokens, cut } = encodeTarget(ofSpeech, text, 9);
    expect([tokens.map(({ id }) => id), cut]).toEqual([ids, null]);
  });

  test('is cut where its tokens end, and all are counted that it would have', () => {
    const { tokens, cut } = encodeTarget(ofSpeech, 'one two three', 4);
    expect(tokens.map(({ id }) => id)).toEqual([4, 6, 1, 2]);
    expect(cut).toEqual({ nTokensWanted: 5, segment: 1, offset: 8 });
    const ids = encodeTarget({ ...model, tokenizer: null }, '4 5 6 7 8', 3);
    expect(ids.cut).toEqual({ nTokensWanted: 6, segment: 1, offset: 4 });
  });

  test('as written: tokens that the files call special are, in the text they stand for', () => {
    const { tokens, text } = decodeTarget(ofSpeech, [4, 7, 6, 1]);
    expect(tokens.map(({ special }) => special)).toEqual([true, true, true, false]);
    expect(text).toBe('<|en|><|task|>one');
    expect(encodeTarget(ofSpeech, text, 9).tokens.map(({ id }) => id)).toEqual([4, 7, 6, 1]);
  });
});

describe('a target', () => {
  test('as typed: the start token first, the end token left out, places in the text of segment 1', () => {
    const { tokens, text, cut } = encodeTarget(withWords, 'xxx xx', 9);
    expect(tokens.map(({ id, position, special, segment }) => [id, position, special, segment])).toEqual([
      [0, 0, true, 1],
      [3, 1, false, 1],
      [2, 2, false, 1],
    ]);
    expect(tokens.slice(1).map(({ start, end }) => text.slice(start, end))).toEqual(['xxx', 'xx']);
    expect(cut).toBe(null);
  });

  test('that is too long is cut to leave room for the start token', () => {
    const { tokens, cut } = encodeTarget({ ...model, tokenizer: null }, '4 5 6', 3);
    expect(tokens.map(({ id }) => id)).toEqual([0, 4, 5]);
    expect(cut).toEqual({ nTokensWanted: 4, segment: 1, offset: 4 });
  });

  test('as written: its text is what its pieces say, without the space before the first word', () => {
    const { tokens, text } = decodeTarget(withWords, [0, 3, 2]);
    expect(text).toBe('xxx xx');
    expect(tokens.map(({ text: piece, start, end }) => [piece, text.slice(start, end)])).toEqual([
      ['<pad>', ''],
      [' xxx', 'xxx'],
      [' xx', ' xx'],
    ]);
    expect(decodeTarget(model, [0, 3, 20]).text).toBe('3 20');
  });

  test('that a model makes of its source is the source, one place later', () => {
    const { tokens } = encodeIds([5, 6, 7], 9);
    expect(shiftRight(null, tokens, 2).map(({ id, position }) => [id, position])).toEqual([
      [2, 0],
      [5, 1],
      [6, 2],
    ]);
  });

  test('needs a start token, which a file must name', () => {
    expect(startOf(model)).toBe(0);
    const nameless = prepareZoo('t5', { config: {} }).model;
    expect(() => startOf(nameless)).toThrow(
      /^file-missing: .*decoder_start_token_id.*: open config.json and generation_config.json/,
    );
  });
});
