import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { headsFixedNotice, IDS_NOTICE } from '../inputs/modelNotices.ts';
import type { RunInput } from '../protocol.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import { insideOf, int64, openedGraph, openGraph } from '../testing/openedGraphs.ts';
import { exposeAttention } from '../surgery/expose.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { ROWS, LISTED } from '../testing/openedGraphRows.ts';
import { flat, fed } from '../testing/openedTruths.ts';

test.each([
  ['all tokens', [1, 1, 1, 1, 1]],
  ['padding', [1, 1, 1, 0, 0]],
] as const)('an operator of 8-bit integers that was taken apart gives out what it gave: %s', async (_, seen) => {
  const file = openedGraph('own-qattention.onnx')!;
  const feeds = {
    input_ids: int64([3, 1, 4, 1, 5], [1, 5]),
    attention_mask: new ort.Tensor('int32', Int32Array.from(seen), [1, 5]),
  };
  const [[own], [apart]] = [
    await insideOf(file, ['c0'], feeds),
    await insideOf(exposeAttention(file, readGraph(file)).model, ['c0'], feeds),
  ];
  expect(apart!.length).toBe(5 * 8);
  expect(own!.reduce((most, value, i) => Math.max(most, Math.abs(value - apart![i]!)), 0)).toBeLessThan(2e-6);
});

describe('inputs that only a person knows', () => {
  const file = openedGraph('own-style-and-speed.onnx')!;
  const input: RunInput = { kind: 'ids', ids: [3, 1, 4, 1, 5] };
  const truth = async (style: number, speed: number) => {
    const feeds = {
      input_ids: int64([3, 1, 4, 1, 5], [1, 5]),
      style: new ort.Tensor('float32', new Float32Array(6).fill(style), [1, 6]),
      speed: new ort.Tensor('float32', Float32Array.of(speed), [1]),
    };
    return flat(await insideOf(file, ['p0'], feeds));
  };

  test.each([
    ['nothing', undefined, 0, 1, 'speed is 1; style: zeros'],
    ['both', 'style:2,speed:0.5', 2, 0.5, 'speed is 0.5; style: 2 everywhere'],
    ['one', 'style:1', 1, 1, 'speed is 1; style: ones'],
    ['what the graph does not have', 'other:ids', 0, 1, 'speed is 1; style: zeros'],
  ] as const)('are fed what is said of %s, and it is told', async (_, uses, style, speed, told) => {
    const opened = await openGraph(file, [input], uses === undefined ? {} : { uses });
    if ('refused' in opened) throw new Error(opened.refused.detail);
    const [run] = opened.runs;
    if (run === undefined || 'code' in run) throw new Error(run?.detail);
    const weights = run.attention[0]!.data;
    const right = await truth(style, speed);
    expect(right.reduce((most, value, i) => Math.max(most, Math.abs(value - (weights[i] ?? NaN))), 0)).toBeLessThan(
      2e-6,
    );
    expect(opened.loaded.notices).toContainEqual(
      expect.objectContaining({ code: 'inputs-chosen', body: expect.stringContaining(told) }),
    );
    expect(opened.loaded.card.inputs).toEqual([
      { name: 'style', shape: 'float32 [1, 6]', use: style, guess: 0 },
      { name: 'speed', shape: 'float32 [1]', isNumber: true, use: speed, guess: 1 },
    ]);
  });

  test('what is said goes before what an input looks like', async () => {
    const opened = await openGraph(openedGraph('own-input-named-idx.onnx')!, [], { uses: 'idx:3' });
    if ('refused' in opened) throw new Error(opened.refused.detail);
    expect(opened.loaded.card.inputs).toEqual([{ name: 'idx', shape: 'int64 [1, seq]', use: 3, guess: null }]);
  });

  test('are asked for where nothing can be guessed, and then the model opens', async () => {
    const heard = openedGraph('own-samples.onnx')!;
    const asked = { name: 'heard', shape: 'float32 [batch, place]', guess: null };
    const refused = await openGraph(heard, []);
    expect('refused' in refused && refused.refused).toMatchObject({ inputs: [{ ...asked, use: null }] });
    const opened = await openGraph(heard, [{ kind: 'nothing' }], { uses: 'heard:random' });
    if ('refused' in opened) throw new Error(opened.refused.detail);
    expect(opened.loaded.card.inputs).toEqual([{ ...asked, use: 'random' }]);
    const [run] = opened.runs;
    if (run === undefined || 'code' in run) throw new Error(run?.detail);
    const right = flat(await insideOf(heard, ['p0'], { heard: fed('heard', ['batch', 'place']) }));
    const weights = run.attention[0]!.data;
    expect(weights.length).toBe(right.length);
    expect(right.reduce((most, value, i) => Math.max(most, Math.abs(value - weights[i]!)), 0)).toBeLessThan(2e-6);
  });
});

type Refusal = { readonly file: string; readonly code: string; readonly words: RegExp };

const REFUSED: readonly Refusal[] = [
  {
    file: 'mha-in-loop.onnx',
    code: 'run-failed',
    words: /nobody said, and with numbers that were guessed it does not run/,
  },
  {
    file: 'own-one-tower.onnx',
    code: 'unsupported-graph',
    words: /no layer reads the text alone: a text and a picture in one sequence/,
  },
];

test.each(REFUSED)(
  '$file is refused with the reason (skipped where it is not at hand)',
  async ({ file, code, words }) => {
    const bytes = openedGraph(file);
    if (bytes === null) return;
    expect(await openGraph(bytes, [])).toMatchObject({ refused: { code, detail: expect.stringMatching(words) } });
  },
);

test('every public graph is listed with what comes of it, and is one of those that are opened here', () => {
  const tested = [...ROWS, ...REFUSED].map(({ file }) => file);
  const isOurs = (file: string): boolean => file.startsWith('own-');
  expect([...LISTED.keys()].toSorted()).toEqual([...new Set(tested)].filter((file) => !isOurs(file)).toSorted());
  for (const { file, code, words } of REFUSED.filter((row) => !isOurs(row.file))) {
    const { refused } = LISTED.get(file) ?? {};
    expect([file, refused?.code, words.test(refused?.words ?? '')]).toEqual([file, code, true]);
  }
  const isRefused = (file: string): boolean => REFUSED.some((row) => row.file === file);
  for (const [file, { shown }] of LISTED) expect([file, shown === undefined]).toEqual([file, isRefused(file)]);
});

/** A runtime that takes no graph whose heads can be switched off. */
const WITHOUT_MASKS: OrtRuntime = {
  ...nodeRuntime,
  InferenceSession: {
    create(bytes, options) {
      if (new TextDecoder('latin1').decode(bytes).includes('head_scale'))
        throw new Error('Type Error: bound to different types');
      return nodeRuntime.InferenceSession.create(bytes, options);
    },
  },
};

test('where the runtime refuses a graph with switches, it is shown without, and says why no head can be switched off', async () => {
  const file = openedGraph('own-one-module-per-head.onnx')!;
  const input: RunInput = { kind: 'ids', ids: [3, 1, 4, 1, 5] };
  const [plain, refused] = [await openGraph(file, [input]), await openGraph(file, [input], { wasm: WITHOUT_MASKS })];
  if ('refused' in plain || 'refused' in refused) throw new Error('it was refused');
  expect(refused.loaded.notices).toEqual([headsFixedNotice('Type Error: bound to different types'), IDS_NOTICE]);
  expect(refused.loaded.ablation).toMatchObject({
    modes: [],
    limits: 'no head can be switched off: Type Error: bound to different types',
  });
  const weights = [plain, refused].map(({ runs }) =>
    runs[0] !== undefined && 'code' in runs[0] ? null : runs[0]?.attention,
  );
  expect(weights[1]).toEqual(weights[0]);
});

test('an id that the table of tokens does not have is told by the size of the vocabulary', async () => {
  const opened = await openGraph(openedGraph('own-input-named-idx.onnx')!, [{ kind: 'ids', ids: [3, 16] }]);
  expect('runs' in opened && opened.runs).toEqual([
    { code: 'bad-input', detail: "16 is not in the model's vocabulary of 16 tokens, numbered 0 to 15" },
  ]);
});
