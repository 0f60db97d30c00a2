import * as ort from 'onnxruntime-web';
import type { ModelInput } from '../../core/modelInputs.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { RunInput } from '../protocol.ts';
import { openedRows } from './familyRows.ts';
import { insideOf, int64 } from './openedGraphs.ts';
import { idsOf, flat, SLOPE, pixelsOf, fed, softmax, packedAttention, wholeOf } from './openedTruths.ts';

type Stack = readonly [kind: AttentionKind, nLayers: number, nHeads: number, nQueries: number, nKeys: number];

/** Public graphs that are listed, by their files. */
export const LISTED = new Map(openedRows().map((row) => [row.file, row]));

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

/** The graphs that people open, each with what is right about it. */
export const ROWS: readonly Row[] = [
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
