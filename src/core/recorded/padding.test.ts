import { describe, expect, test } from 'vitest';
import { readRecorded } from './recordedRun.ts';
import { READ_TOOLS } from './testing/readTools.ts';
import { npy, npyTexts, npz, utf8 } from './testing/writers.ts';

type Row = readonly number[];

/** One layer of one head with these rows, and its tokens. */
const read = (rows: readonly Row[], tokens: readonly string[] | null) => {
  const attention = npy([1, rows.length, rows[0]!.length], rows.flat());
  const files = [{ name: 'a.npy', bytes: attention }];
  if (tokens) files.push({ name: 't.json', bytes: utf8(JSON.stringify(tokens)) });
  return readRecorded(files, READ_TOOLS);
};

/** Flat over the keys that are allowed, 0 elsewhere. */
const over = (nKeys: number, from: number, end: number): Row =>
  Array.from({ length: nKeys }, (_, key) => (key >= from && key < end ? 1 / (end - from) : 0));

const NOTHING = [NaN, NaN, NaN, NaN];

describe('padding is left out', () => {
  test.each<[string, readonly Row[], readonly string[] | null, { readonly kept: string; readonly note: string }]>([
    [
      'after the text of an encoder, by its name',
      [over(5, 0, 3), [0.5, 0, 0.5, 0, 0], over(5, 0, 3), over(5, 0, 3), over(5, 0, 3)],
      ['[CLS]', 'cat', '[SEP]', '[PAD]', '[PAD]'],
      { kept: '[CLS] cat [SEP]', note: 'Padding after the text is left out: 2 positions ([PAD]).' },
    ],
    [
      'after a causal text, by its name, though its own rows look at it',
      [over(4, 0, 1), [0.25, 0.75, 0, 0], over(4, 0, 3), over(4, 0, 4)],
      ['a', 'cat', '<pad>', '<pad>'],
      { kept: 'a cat', note: 'Padding after the text is left out: 2 positions (<pad>).' },
    ],
    [
      'after a causal text, as ends of text that nobody looks at; the true one stays',
      [over(4, 0, 1), [0.25, 0.75, 0, 0], over(4, 0, 2), over(4, 0, 2)],
      ['a', '<|endoftext|>', '<|endoftext|>', '<|endoftext|>'],
      { kept: 'a <|endoftext|>', note: 'Padding after the text is left out: 2 positions (<|endoftext|>).' },
    ],
    [
      'before the text, and the first token that is like it stays',
      [over(4, 0, 4), over(4, 0, 4), over(4, 2, 3), over(4, 2, 4)],
      ['<eos>', '<eos>', '<eos>', 'cat'],
      { kept: '<eos> cat', note: 'Padding before the text is left out: 2 positions (<eos>).' },
    ],
    [
      'before the text, a single one whose row says nothing',
      [over(3, 0, 3), over(3, 1, 2), over(3, 1, 3)],
      ['<eos>', 'a', 'cat'],
      { kept: 'a cat', note: 'Padding before the text is left out: 1 position (<eos>).' },
    ],
    [
      'where rows are no numbers, without tokens to tell',
      [NOTHING, over(4, 1, 2), over(4, 1, 3), over(4, 1, 4)],
      null,
      { kept: '1 2 3', note: 'Padding before the text is left out: 1 position (0).' },
    ],
    [
      'where rows at the end are zero',
      [over(4, 0, 2), [0.25, 0.75, 0, 0], over(4, 0, 0), over(4, 0, 0)],
      null,
      { kept: '0 1', note: 'Padding after the text is left out: 2 positions (2).' },
    ],
  ])('%s', async (_, rows, tokens, { kept, note }) => {
    const { queryTokens, attention, warnings, queryText } = await read(rows, tokens);
    expect(queryTokens.map(({ piece }) => piece).join(' ')).toBe(kept);
    expect(queryTokens.map(({ position }) => position)).toEqual([...queryTokens.keys()]);
    for (const { start, end, special, text } of queryTokens)
      expect(queryText.slice(start, end)).toBe(special ? '' : text);
    const { nQueries, nKeys, data } = attention[0]!;
    expect([nQueries, nKeys, data.length]).toEqual([queryTokens.length, queryTokens.length, queryTokens.length ** 2]);
    expect(warnings[0]).toBe(note);
  });

  test('and causality is judged without it', async () => {
    const rows = [over(4, 0, 4), over(4, 0, 4), over(4, 2, 3), over(4, 2, 4)];
    const { attention, isCausal } = await read(rows, ['<pad>', '<pad>', 'a', 'cat']);
    expect([attention[0]?.kind, isCausal]).toEqual(['decoder', true]);
    expect([...attention[0]!.data]).toEqual([1, 0, 0.5, 0.5]);
  });

  test('of an encoder in its own attention and in the keys of cross-attention; the decoder’s first <pad> stays', async () => {
    const arrays = {
      encoder_attentions: npy([1, 1, 3, 3], [over(3, 0, 2), [0.25, 0.75, 0], over(3, 0, 2)].flat()),
      decoder_attentions: npy([1, 1, 2, 2], [1, 0, 0.25, 0.75]),
      cross_attentions: npy([1, 1, 2, 3], [0.125, 0.875, 0, 0.5, 0.5, 0]),
      key_tokens: npyTexts([3], ['a', 'cat', '<pad>']),
      query_tokens: npyTexts([2], ['<pad>', 'un']),
    };
    const recorded = await readRecorded([{ name: 'a.npz', bytes: npz(arrays) }], READ_TOOLS);
    expect(recorded.attention.map(({ kind, data }) => [kind, [...data]])).toEqual([
      ['encoder', [0.5, 0.5, 0.25, 0.75]],
      ['decoder', [1, 0, 0.25, 0.75]],
      ['cross', [0.125, 0.875, 0.5, 0.5]],
    ]);
    expect(recorded.keyTokens.map(({ text }) => text)).toEqual(['a', 'cat']);
    expect(recorded.queryTokens.map(({ text }) => text)).toEqual(['<pad>', 'un']);
    expect(recorded.warnings).toEqual(['Padding after the text of the encoder is left out: 1 position (<pad>).']);
  });
});

describe('what is no padding stays', () => {
  test.each<[string, readonly Row[], readonly string[] | null]>([
    [
      'padding that is looked at, since no mask was given',
      [over(3, 0, 3), over(3, 0, 3), over(3, 0, 3)],
      ['a', 'cat', '[PAD]'],
    ],
    [
      'a first token that nobody looks at',
      [
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
      ],
      ['[CLS]', 'a', 'cat'],
    ],
    [
      'a last token that nobody looks at',
      [
        [1, 0, 0],
        [1, 0, 0],
        [0, 1, 0],
      ],
      ['a', 'cat', '[SEP]'],
    ],
    ['the end of a causal text', [over(3, 0, 1), over(3, 0, 2), over(3, 0, 3)], ['a', 'cat', '</s>']],
    ['a last row that is flat', [over(3, 0, 1), [0.25, 0.75, 0], over(3, 0, 3)], null],
    ['rows that are all flat', [over(2, 0, 2), over(2, 0, 2)], null],
    [
      'cross-attention whose first query is <pad>',
      [
        [0.5, 0.25, 0.25],
        [0.25, 0.25, 0.5],
      ],
      null,
    ],
  ])('%s', async (_, rows, tokens) => {
    const { attention, warnings } = await read(rows, tokens);
    expect([...attention[0]!.data]).toEqual([...Float32Array.from(rows.flat())]);
    expect(warnings.join()).not.toMatch(/[Pp]adding/);
  });

  test('rows of NaN within a text are refused, with where they come from', async () => {
    const rows = [over(3, 0, 1), [NaN, NaN, NaN], over(3, 0, 3)];
    await expect(read(rows, ['a', 'b', 'c'])).rejects.toThrow(
      'L0H0, query 1: the weight on key 0 is NaN, as in rows of queries that may look at nothing; leave out positions that are padding',
    );
  });
});
