import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createLabelContext } from '../labels/runContext.ts';
import { labelHead } from '../labels/labelHead.ts';
import { patternOf } from '../tensor.ts';
import { visibleText } from '../tokenText.ts';
import type { ReadTools } from '../files/arrays.ts';
import { readRecorded } from './recordedRun.ts';
import type { RecordedAttention } from './recordedRun.ts';
import { READ_TOOLS } from './testing/readTools.ts';

const FOLDER = join(import.meta.dirname, '../../../e2e/fixtures/opened/recordings');
const read = (name: string, tools = READ_TOOLS) =>
  readRecorded([{ name, bytes: new Uint8Array(readFileSync(join(FOLDER, name))) }], tools);

/** A pattern of just this text. */
function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
}

const NUMBERED = 'No tokens were given: positions are numbered.';
const DEC19 = 'The the old cat sat on a red mat near my big door and then it ran off to'.split(' ');

type Expected = {
  readonly kind: 'encoder' | 'decoder';
  /** [layer, head, query, key] */
  readonly dims: readonly number[];
  readonly layers: readonly number[];
  /** As they stand on screen. */
  readonly tokens: readonly string[];
  readonly notes?: readonly (string | RegExp)[];
};

const SHOWN: Readonly<Record<string, Expected>> = {
  'qwen-zh.npz': {
    kind: 'decoder',
    dims: [2, 4, 6, 6],
    layers: [0, 1],
    tokens: ['你好', '，', '世界', '很', '大', '。'],
  },
  'neox-code.npz': {
    kind: 'decoder',
    dims: [2, 4, 11, 11],
    layers: [0, 1],
    tokens: ['def', 'f', '(', 'x', '):', '⏎', '␣␣␣␣', 'return', 'x', '+', '1'],
  },
  'clip.npz': {
    kind: 'decoder',
    dims: [2, 4, 7, 7],
    layers: [0, 1],
    tokens: ['<|startoftext|>', 'a', 'photo', 'of', 'two', 'cats', '<|endoftext|>'],
  },
  'invisible.json': {
    kind: 'decoder',
    dims: [1, 2, 15, 15],
    layers: [0],
    tokens: [
      '<s>',
      '<200B>',
      '␣',
      '␣',
      '<FEFF>',
      '<00AD>',
      '<202E>evil',
      'A',
      '<200D>',
      '⇥',
      '⏎',
      '⏎',
      '<0010>',
      'شكرا',
      'b',
    ],
  },
  'dec19.npz': { kind: 'decoder', dims: [1, 3, 19, 19], layers: [0], tokens: DEC19 },
  'dec19-leftpad4.npz': {
    kind: 'decoder',
    dims: [1, 3, 19, 19],
    layers: [0],
    tokens: DEC19,
    notes: ['Padding before the text is left out: 4 positions (<|endoftext|>).'],
  },
  'layer3-batch4.npz': {
    kind: 'decoder',
    dims: [1, 2, 5, 5],
    layers: [3],
    tokens: ['a', 'b', 'c', 'd', 'e'],
    notes: ['layer_3 holds a batch of 4 sentences; the first is shown.'],
  },
  'tl-cache.npz': {
    kind: 'decoder',
    dims: [2, 4, 6, 6],
    layers: [0, 1],
    tokens: ['<|endoftext|>', 'The', 'cat', 'sat', 'down', '.'],
    notes: [/^Not read as attention: blocks\.0\.attn\.hook_attn_scores, blocks\.0\.attn\.hook_q, .*1\.attn\.hook_q\.$/],
  },
  'generate.npz': {
    kind: 'decoder',
    dims: [1, 4, 8, 8],
    layers: [0],
    tokens: ['0', '1', '2', '3', '4', '5', '6', '7'],
    notes: ['3 steps of generate() were put together to one map of 8 tokens.', NUMBERED],
  },
  'two-d.json': { kind: 'encoder', dims: [1, 1, 2, 2], layers: [0], tokens: ['Hello', 'world'] },
  'causal-lie-run.json': {
    kind: 'decoder',
    dims: [4, 8, 5, 5],
    layers: [0, 1, 2, 3],
    tokens: ['<|endoftext|>', 'The', 'cat', 'sat', '.'],
    notes: ['The file calls the model causal, but weights look ahead: no cell counts as not allowed.'],
  },
  'layer-infinity.safetensors': {
    kind: 'decoder',
    dims: [1, 1, 2, 2],
    layers: [0],
    tokens: ['0', '1'],
    notes: [NUMBERED],
  },
};

const REFUSED: Readonly<Record<string, RegExp>> = {
  'long-name.npz': /^n{59}… does not begin as an \.npy file$/,
  'deep-dtype.safetensors': /^attn in deep-dtype\.safetensors is of the type a list; F16, .* can be read$/,
  'bomb-8000.npz':
    /^attention is \[1, 1, 8000, 8000\]: 8,000 tokens, and up to 2,048 can be shown; save a part of the text$/,
};

describe('what people open', () => {
  test.each(Object.entries(SHOWN))('%s is shown as it was meant', async (name, expected) => {
    const recorded = await read(name);
    const [tensor] = recorded.attention;
    expect(recorded.attention).toHaveLength(1);
    expect(tensor?.kind).toBe(expected.kind);
    expect([tensor?.nLayers, tensor?.nHeads, tensor?.nQueries, tensor?.nKeys]).toEqual(expected.dims);
    expect(recorded.layerNumbers).toEqual([expected.layers]);
    expect(recorded.queryTokens.map(visibleText)).toEqual(expected.tokens);
    expect(recorded.keyTokens).toBe(recorded.queryTokens);
    expect(recorded.warnings).toEqual(
      (expected.notes ?? []).map((note) => expect.stringMatching(typeof note === 'string' ? exactly(note) : note)),
    );
  });

  test.each(Object.entries(REFUSED))('%s is refused, and says why in a few words', async (name, reason) => {
    await expect(read(name)).rejects.toMatchObject({ code: 'bad-recording', detail: expect.stringMatching(reason) });
  });

  test('every file of the folder has its row', () => {
    expect([...Object.keys(SHOWN), ...Object.keys(REFUSED)].toSorted()).toEqual(readdirSync(FOLDER).toSorted());
  });
});

test('75 kB that unfold to 64 MB are refused by their header: the rest is not unpacked', async () => {
  const inflate = vi.fn<ReadTools['inflate']>(READ_TOOLS.inflate);
  await expect(read('bomb-8000.npz', { ...READ_TOOLS, inflate })).rejects.toThrow('8,000 tokens');
  expect(inflate).not.toHaveBeenCalled();
});

test('padding before a text changes neither its patterns nor its labels', async () => {
  const [padded, plain] = await Promise.all([read('dec19-leftpad4.npz'), read('dec19.npz')]);
  expect(padded.attention).toEqual(plain.attention);
  expect(padded.isCausal).toBe(true);
  expect(labelsOf(padded)).toEqual(labelsOf(plain));
  expect(labelsOf(plain).some(({ strongest }) => strongest !== null)).toBe(true);
});

test('weights on later tokens are no cells that are not allowed, whatever the file calls them', async () => {
  const { attention, isCausal } = await read('causal-lie-run.json');
  expect([attention[0]?.looksAhead, isCausal]).toEqual([true, false]);
});

test('the steps of generate() are the rows of one map, causal and each summing to 1', async () => {
  const { attention } = await read('generate.npz');
  const pattern = patternOf(attention[0]!, { layer: 0, head: 3 });
  for (let query = 0; query < 8; query++) {
    const row = pattern.subarray(query * 8, query * 8 + 8);
    expect(row.subarray(0, query + 1).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    expect([...row.subarray(query + 1)]).toEqual(Array.from({ length: 7 - query }, () => 0));
  }
});

function labelsOf({ attention, queryTokens, isCausal }: RecordedAttention) {
  const context = createLabelContext(queryTokens, isCausal);
  return [0, 1, 2].map((head) => labelHead(patternOf(attention[0]!, { layer: 0, head }), context));
}
