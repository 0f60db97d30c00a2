import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import type { ModelInput } from '../../core/modelInputs.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { headsFixedNotice, IDS_NOTICE } from '../inputs/modelNotices.ts';
import { vectorFeed } from '../inputs/vectorFeed.ts';
import type { RunInput } from '../protocol.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import { insideOf, int64, openedGraph, openGraph } from '../testing/openedGraphs.ts';
import { stacksIn } from '../testing/families.ts';
import { exposeAttention } from '../surgery/expose.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { openedRows } from '../testing/familyRows.ts';
import { hearEngine } from '../testing/hearEngine.ts';
import { nodeRuntime } from '../testing/runtimes.ts';

type Stack = readonly [kind: AttentionKind, nLayers: number, nHeads: number, nQueries: number, nKeys: number];

/** Public graphs that are listed, by their files. */
const LISTED = new Map(openedRows().map((row) => [row.file, row]));

type Row = {
  readonly file: string;
  /** What is right, in one sentence. */
  readonly right: string;
  readonly takes: ModelInput;
  readonly input: RunInput;
  readonly stacks: readonly Stack[];
  readonly notices?: readonly string[];
  readonly canSwitchOff: boolean;
  /** All weights of all stacks, computed without the code under test. */
  readonly truth: (file: Uint8Array, run: ModelRun) => Promise<readonly number[]>;
  readonly tolerance?: number;
};

/** The ids of a run as the tensor that a plain export takes. */
const idsOf = ({ tokens }: ModelRun) =>
  int64(
    tokens.map(({ id }) => id),
    [1, tokens.length],
  );
const flat = (parts: readonly Float32Array[]): readonly number[] => parts.flatMap((part) => [...part]);

/** A picture of 16 x 16 in which no two patches are alike. */
const SLOPE = Uint8ClampedArray.from({ length: 4 * 256 }, (_, i) =>
  i % 4 === 3 ? 255 : (37 * Math.floor(i / 4) + 85 * (i % 4)) % 256,
);

/** The picture of a run of a square, for a model of which no file says how to normalise: 0 to 255 becomes -1 to 1. */
function pixelsOf({ image }: ModelRun, side: number) {
  const plane = [...Array(side * side).keys()];
  const pixels = [0, 1, 2].flatMap((channel) => plane.map((at) => image!.pixels[4 * at + channel]! / 127.5 - 1));
  return new ort.Tensor('float32', Float32Array.from(pixels), [1, 3, side, side]);
}

/** What a block of a model is fed under a name. */
function fed(name: string, dims: readonly (number | string)[]) {
  const input = { name, elementType: 'float32', dims, role: 'numbers', isRead: true, nRows: null } as const;
  return vectorFeed(1).own!.fill(nodeRuntime, input, () => undefined)!;
}

function softmax(scores: readonly number[]): readonly number[] {
  const exps = scores.map((score) => Math.exp(score));
  return exps.map((each) => each / exps.reduce((sum, value) => sum + value, 0));
}

/**
 * Weights of an operator with packed projections, in plain loops: of its input [token, channel], its weights
 * [channel, 3 * channel] and its bias. Shape: [head, query, key].
 */
function packedAttention(
  [x, weights, bias]: readonly Float32Array[],
  nTokens: number,
  nHeads: number,
  isCausal = false,
): readonly number[] {
  const nChannels = bias!.length / 3;
  const projected = (token: number, column: number): number => {
    let sum = bias![column]!;
    for (let i = 0; i < nChannels; i++) sum += x![token * nChannels + i]! * weights![i * 3 * nChannels + column]!;
    return sum;
  };
  const size = nChannels / nHeads;
  const positions = [...Array(nTokens).keys()];
  return [...Array(nHeads).keys()].flatMap((head) =>
    positions.flatMap((query) => {
      const scores = positions.map((key) => {
        let score = 0;
        for (let i = head * size; i < (head + 1) * size; i++)
          score += projected(query, i) * projected(key, nChannels + i);
        return isCausal && key > query ? -Infinity : score / Math.sqrt(size);
      });
      return softmax(scores);
    }),
  );
}

/**
 * Weights of 16 windows of 4 x 4 patches, [window, head, query, key], over a picture of 16 x 16 patches that was moved up
 * and left by `shift`. Shape: [head, query, key].
 */
function wholeOf(windows: Float32Array, shift: number, side: 16 | 8 = 16): Float32Array {
  const [nPatches, nHeads, nAcross] = [side * side, side === 16 ? 2 : 4, side / 4];
  const whole = new Float32Array(nHeads * nPatches * nPatches);
  const patchAt = (window: number, inside: number): number => {
    const row = (4 * Math.floor(window / nAcross) + Math.floor(inside / 4) + shift) % side;
    const column = (4 * (window % nAcross) + (inside % 4) + shift) % side;
    return side * row + column;
  };
  windows.forEach((weight, at) => {
    const [rest, query, key] = [at >> 8, (at >> 4) & 15, at & 15];
    const [window, head] = [Math.floor(rest / nHeads), rest % nHeads];
    whole[(head * nPatches + patchAt(window, query)) * nPatches + patchAt(window, key)] = weight;
  });
  return whole;
}

const ROWS: readonly Row[] = [
  {
    file: 'own-input-named-idx.onnx',
    right: 'one row of int64 is the token ids, whatever its name',
    takes: 'ids',
    input: { kind: 'ids', ids: [3, 1, 4, 1, 5] },
    stacks: [['encoder', 1, 1, 5, 5]],
    canSwitchOff: true,
    truth: async (file, run) => flat(await insideOf(file, ['p'], { idx: idsOf(run) })),
  },
  {
    file: 'own-fixed-length-8.onnx',
    right: 'a declared length is obeyed: a shorter sequence is filled up',
    takes: 'ids',
    input: { kind: 'ids', ids: [3, 1, 4] },
    stacks: [['encoder', 1, 1, 8, 8]],
    notices: ['fixed-length'],
    canSwitchOff: true,
    truth: async (file) => flat(await insideOf(file, ['p'], { input_ids: int64([3, 1, 4, 0, 0, 0, 0, 0], [1, 8]) })),
  },
  {
    file: 'own-fixed-length-8.onnx',
    right: 'a declared length is obeyed: a longer sequence is cut',
    takes: 'ids',
    input: { kind: 'ids', ids: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5] },
    stacks: [['encoder', 1, 1, 8, 8]],
    notices: ['fixed-length'],
    canSwitchOff: true,
    truth: async (file) => flat(await insideOf(file, ['p'], { input_ids: int64([3, 1, 4, 1, 5, 9, 2, 6], [1, 8]) })),
  },
  {
    file: 'gpt2-vocab20.onnx',
    right: 'the first run takes ids that the table of tokens has',
    takes: 'ids',
    input: { kind: 'ids', ids: [19, 0, 7] },
    stacks: [['decoder', 1, 2, 3, 3]],
    canSwitchOff: true,
    truth: async (file, run) => flat(await insideOf(file, ['347'], { input_ids: idsOf(run) })),
  },
  {
    file: 'cct-image-input-named-input.onnx',
    right: 'one float input of four axes is an image of the declared size',
    takes: 'image',
    input: { kind: 'image', name: 'slope.png', width: 16, height: 16, pixels: SLOPE },
    stacks: [['encoder', 1, 1, 64, 64]],
    canSwitchOff: true,
    truth: async (file, run) =>
      flat(await insideOf(file, ['node_0_classifier_blocks_0_self_attn_Softmax__0'], { input: pixelsOf(run, 16) })),
  },
  {
    file: 'own-masked-patches.onnx',
    right: 'no patch is masked, so that no learned token stands in for one',
    takes: 'image',
    input: { kind: 'image', name: 'slope.png', width: 16, height: 16, pixels: SLOPE },
    stacks: [['encoder', 1, 2, 16, 16]],
    notices: ['inputs-chosen'],
    canSwitchOff: true,
    truth: async (file, run) => {
      const bool_masked_pos = new ort.Tensor('bool', new Uint8Array(16), [1, 16]);
      return flat(await insideOf(file, ['p0'], { pixel_values: pixelsOf(run, 16), bool_masked_pos }));
    },
  },
  {
    file: 'own-castlike-fp16.onnx',
    right:
      'what is cast like another tensor has the type of that one, so that heads can be switched off in half precision',
    takes: 'ids',
    input: { kind: 'ids', ids: [3, 1, 4, 1, 5] },
    stacks: [['encoder', 1, 1, 5, 5]],
    canSwitchOff: true,
    truth: async (file, run) => flat(await insideOf(file, ['pp'], { input_ids: idsOf(run) })),
    // Half precision, in which the runtime rounds where it likes.
    tolerance: 1e-3,
  },
  {
    file: 'own-qattention.onnx',
    right: 'an operator that makes queries, keys and values of 8-bit integers is taken apart',
    takes: 'ids',
    input: { kind: 'ids', ids: [3, 1, 4, 1, 5] },
    stacks: [['decoder', 1, 2, 5, 5]],
    canSwitchOff: true,
    truth: async (file, run) => {
      const feeds = {
        input_ids: idsOf(run),
        attention_mask: new ort.Tensor('int32', new Int32Array(5).fill(1), [1, 5]),
      };
      return packedAttention(await insideOf(file, ['x0', 'Wreal', 'bias'], feeds), 5, 2, true);
    },
  },
  {
    file: 'own-one-module-per-head.onnx',
    right: 'a mask cut out of a stored triangle of 16 x 16 ends a sequence at 16',
    takes: 'ids',
    input: { kind: 'ids', ids: [...Array(20).keys()] },
    stacks: [['decoder', 2, 3, 16, 16]],
    canSwitchOff: true,
    truth: async (file, run) => {
      const names = [0, 1].flatMap((layer) => [0, 1, 2].map((head) => `p${layer}_${head}`));
      return flat(await insideOf(file, names, { input_ids: idsOf(run) }));
    },
  },
  {
    file: 'own-one-module-per-head.onnx',
    right: 'attentions that read the same and are joined by one Concat are the heads of one layer',
    takes: 'ids',
    input: { kind: 'ids', ids: [3, 1, 4, 1, 5] },
    stacks: [['decoder', 2, 3, 5, 5]],
    canSwitchOff: true,
    truth: async (file, run) => {
      const names = [0, 1].flatMap((layer) => [0, 1, 2].map((head) => `p${layer}_${head}`));
      return flat(await insideOf(file, names, { input_ids: idsOf(run) }));
    },
  },
  {
    file: 'torchvision-swin-tiny-random.onnx',
    right:
      'windows are put together over the picture and shifts undone, and each stage is a stack with a grid of its own',
    takes: 'image',
    input: { kind: 'image', name: 'slope.png', width: 16, height: 16, pixels: SLOPE },
    stacks: [
      ['encoder', 2, 2, 256, 256],
      ['stage2', 2, 4, 64, 64],
    ],
    notices: ['windows'],
    canSwitchOff: true,
    truth: async (file, run) => {
      const feeds = { pixel_values: pixelsOf(run, 32) };
      const names = [1, 3].flatMap((stage) =>
        [0, 1].map((block) => `/features/features.${stage}/features.${stage}.${block}/attn/Softmax_output_0`),
      );
      const [plain, shifted, ...second] = await insideOf(file, names, feeds);
      return [
        ...wholeOf(plain!, 0),
        ...wholeOf(shifted!, 2),
        ...wholeOf(second[0]!, 0, 8),
        ...wholeOf(second[1]!, 2, 8),
      ];
    },
  },
  {
    file: 'ms-attention-opset11.onnx',
    right: 'a fused operator of an older operator set is read, and a declared batch of two gets the sequence twice',
    takes: 'ids',
    input: { kind: 'ids', ids: [1, 0, 1] },
    stacks: [['encoder', 1, 2, 3, 3]],
    notices: ['fixed-length'],
    canSwitchOff: true,
    truth: async (file) => {
      const [ids, zeros, ones] = [
        [1, 0, 1],
        [0, 0, 0],
        [1, 1, 1],
      ].map((row) => int64([...row, ...row], [2, 3]));
      const feeds = { input_ids: ids!, segment_ids: zeros!, input_mask: ones! };
      return packedAttention(await insideOf(file, ['layernorm_out', 'qkv_weights', 'qkv_bias'], feeds), 3, 2);
    },
  },
  {
    file: 'ms-attention-mask-shape-unknown.onnx',
    right: 'a mask that the graph makes by counting has as many axes as what it was counted over, less one',
    takes: 'ids',
    input: { kind: 'ids', ids: [0, 1, 1] },
    // Two positions are stored.
    stacks: [['encoder', 1, 2, 2, 2]],
    canSwitchOff: true,
    truth: async (file, run) => {
      const feeds = { input_ids: idsOf(run) };
      return packedAttention(await insideOf(file, ['layernorm_out', 'qkv_weights', 'qkv_bias'], feeds), 2, 2);
    },
  },
  {
    file: 'attention23-qk-mode1-in-use.onnx',
    right: 'weights are read where the score output is in use for something else, with soft-capping and a past',
    takes: 'nothing',
    input: { kind: 'nothing' },
    stacks: [['cross', 1, 1, 2, 2]],
    notices: ['random-input'],
    canSwitchOff: true,
    truth: async () => {
      const numbersOf = (name: string, n: number) => Array.from(fed(name, [1, 1, n, 2]).data, Number);
      const query = numbersOf('q', 2);
      const keys = [...numbersOf('past_k', 1), ...numbersOf('k', 1)];
      return [0, 1].flatMap((row) => {
        const product = (at: number, i: number) => query[2 * row + i]! * keys[2 * at + i]!;
        const scores = [0, 1].map((at) => (product(at, 0) + product(at, 1)) / Math.SQRT2);
        return softmax(scores.map((score) => 2 * Math.tanh(score / 2)));
      });
    },
  },
  {
    file: 'raw-qkv-sdpa.onnx',
    right: 'queries, keys and values that are fed ready-made are shown, over random vectors, and it is said so',
    takes: 'nothing',
    input: { kind: 'nothing' },
    stacks: [['cross', 1, 2, 4, 4]],
    notices: ['random-input'],
    canSwitchOff: true,
    truth: async (file) => {
      const feeds = Object.fromEntries(['q', 'k', 'v'].map((name) => [name, fed(name, [1, 4, 8])]));
      return flat(await insideOf(file, ['attn_weights'], feeds));
    },
  },
  {
    file: 'bart-folded-heads.onnx',
    right: 'of a declared batch of six whose heads lie in the batch axis the heads of the first sequence are shown',
    takes: 'nothing',
    input: { kind: 'nothing' },
    stacks: [['encoder', 1, 2, 8, 8]],
    notices: ['random-input'],
    canSwitchOff: false,
    truth: async (file) => {
      const [all] = await insideOf(file, ['dropout1'], { input: fed('input', [6, 8, 4]) });
      return [...all!.subarray(0, 2 * 64)];
    },
  },
  {
    file: 'gpt2-duplicate-constants.onnx',
    right: 'stored numbers that come twice, of which the runtime only warns, are no reason to refuse',
    takes: 'ids',
    input: { kind: 'ids', ids: [1] },
    // The file takes one token at a time, and a row over one key is 1.
    stacks: [['decoder', 12, 2, 1, 1]],
    notices: ['fixed-length'],
    canSwitchOff: true,
    truth: async () => Array.from({ length: 24 }, () => 1),
  },
];

const HERE = ROWS.filter(({ file }) => openedGraph(file) !== null);
const ABSENT = ROWS.filter(({ file }) => openedGraph(file) === null);

describe('a graph that people open', () => {
  test.skipIf(ABSENT.length > 0)('all public ones are there (skipped without ../shared/fixtures/opened/graphs)', () => {
    expect(HERE).toHaveLength(ROWS.length);
  });

  test.each(HERE.filter(({ file }) => LISTED.has(file)))('$file: as the list of families says', async (row) => {
    const { takes, shown } = LISTED.get(row.file)!;
    const opened = await openGraph(openedGraph(row.file)!, [row.input]);
    const run = 'refused' in opened ? opened.refused : opened.runs[0];
    const stacks = run && 'attention' in run ? stacksIn(run.attention) : run;
    expect([row.takes, stacks]).toEqual([takes, shown]);
  });

  test.each(HERE)('$file: $right', async (row) => {
    const file = openedGraph(row.file)!;
    const opened = await openGraph(file, [row.input]);
    expect('refused' in opened ? opened.refused : null).toBeNull();
    if ('refused' in opened) return;
    const { loaded, runs } = opened;
    const [run] = runs;
    expect(loaded.model.takes).toBe(row.takes);
    const typed = row.takes === 'ids' ? ['ids-typed'] : [];
    expect(loaded.notices.map(({ code }) => code)).toEqual([...typed, ...(row.notices ?? [])]);
    expect(run).not.toHaveProperty('code');
    if (run === undefined || 'code' in run) return;
    const found = run.attention.map((t) => [t.kind, t.nLayers, t.nHeads, t.nQueries, t.nKeys]);
    expect(found).toEqual(row.stacks);
    const listed = LISTED.get(row.file);
    const truth = await row.truth(file, run);
    const weights = flat(run.attention.map(({ data }) => data));
    expect(weights.length).toBe(truth.length);
    const worst = truth.reduce((most, value, i) => Math.max(most, Math.abs(value - (weights[i] ?? NaN))), 0);
    expect(worst).toBeLessThan(listed?.tolerance ?? row.tolerance ?? 2e-6);
    expect(loaded.ablation?.modes.includes('zero')).toBe(row.canSwitchOff);
  });
});

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

/** A product of matrices whose inner axis has `n` places. */
function times(left: readonly number[], right: readonly number[], n: number): readonly number[] {
  const nColumns = right.length / n;
  return Array.from({ length: (left.length / n) * nColumns }, (_, at) => {
    const [row, column] = [Math.floor(at / nColumns), at % nColumns];
    let sum = 0;
    for (let i = 0; i < n; i++) sum += left[row * n + i]! * right[i * nColumns + column]!;
    return sum;
  });
}

test.each([
  [0, 'zero'],
  [1, 'zero'],
  [2, 'zero'],
  [1, 'flat'],
] as const)('head %i of a layer whose heads are written one by one is switched off alone: %s', async (head, mode) => {
  const file = openedGraph('own-one-module-per-head.onnx')!;
  const { engine, of } = hearEngine();
  const files = [
    { path: 'model.onnx', blob: new Blob([new Uint8Array(file)]) },
    { path: 'config.json', blob: new Blob(['{"vocab_size": 20}']) },
  ];
  const ids = [3, 1, 4, 1, 5];
  engine.handle({ type: 'load', loadId: 1, source: { from: 'files', id: 'x', name: 'x', files }, backend: 'wasm' });
  engine.handle({ type: 'run', runId: 1, input: { kind: 'ids', ids } });
  const heads = [{ kind: null, layer: 1, head, keep: 0 }];
  engine.handle({ type: 'ablate', ablateId: 1, ablation: { mode, heads } });
  await engine.idle();
  const inside = await insideOf(file, ['x1', 'c1', 'Wo1', 'Wout', `v1_${head}`], { input_ids: int64(ids, [1, 5]) });
  const [before, contexts, toStream, toLogits, values] = inside.map((data) => Array.from(data));
  // Even weights over the keys up to the query give the mean of their values.
  const meanUpTo = (row: number, channel: number): number => {
    let sum = 0;
    for (let key = 0; key <= row; key++) sum += values![4 * key + channel]!;
    return sum / (row + 1);
  };
  const kept = contexts!.map((value, i) => {
    if (Math.floor((i % 12) / 4) !== head) return value;
    return mode === 'zero' ? 0 : meanUpTo(Math.floor(i / 12), i % 4);
  });
  const stream = times(kept, toStream!, 12).map((value, i) => value + before![i]!);
  const truth = times(stream, toLogits!, 12);
  const logits = of('ablated')[0]!.run.logits!.data;
  expect(logits.length).toBe(truth.length);
  expect(truth.reduce((most, value, i) => Math.max(most, Math.abs(value - logits[i]!)), 0)).toBeLessThan(1e-5);
});

test('an id that the table of tokens does not have is told by the size of the vocabulary', async () => {
  const opened = await openGraph(openedGraph('own-input-named-idx.onnx')!, [{ kind: 'ids', ids: [3, 16] }]);
  expect('runs' in opened && opened.runs).toEqual([
    { code: 'bad-input', detail: "16 is not in the model's vocabulary of 16 tokens, numbered 0 to 15" },
  ]);
});
