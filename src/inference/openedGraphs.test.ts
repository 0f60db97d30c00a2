import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import type { ModelInput, ModelRun } from '../core/run.ts';
import type { AttentionKind } from '../core/tensor.ts';
import type { RunInput } from './protocol.ts';
import { insideOf, int64, openedGraph, openGraph } from './testing/openedGraphs.ts';

type Stack = readonly [kind: AttentionKind, nLayers: number, nHeads: number, nQueries: number, nKeys: number];

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
    // No file says how to normalise, so 0 to 255 becomes -1 to 1.
    truth: async (file) => {
      const plane = [...Array(256).keys()];
      const pixels = [0, 1, 2].flatMap((channel) => plane.map((at) => SLOPE[4 * at + channel]! / 127.5 - 1));
      const input = new ort.Tensor('float32', Float32Array.from(pixels), [1, 3, 16, 16]);
      return flat(await insideOf(file, ['node_0_classifier_blocks_0_self_attn_Softmax__0'], { input }));
    },
  },
];

const HERE = ROWS.filter(({ file }) => openedGraph(file) !== null);
const ABSENT = ROWS.filter(({ file }) => openedGraph(file) === null);

describe('a graph that people open', () => {
  test.skipIf(ABSENT.length > 0)('all public ones are there (skipped without ../shared/fixtures/opened/graphs)', () => {
    expect(HERE).toHaveLength(ROWS.length);
  });

  test.each(HERE)('$file: $right', async (row) => {
    const file = openedGraph(row.file)!;
    const opened = await openGraph(file, [row.input]);
    expect('refused' in opened ? opened.refused : null).toBeNull();
    if ('refused' in opened) return;
    const { loaded, runs } = opened;
    const [run] = runs;
    expect(loaded.model.takes).toBe(row.takes);
    expect(loaded.notices.map(({ code }) => code)).toEqual(row.notices ?? []);
    expect(run).not.toHaveProperty('code');
    if (run === undefined || 'code' in run) return;
    const found = run.attention.map((t) => [t.kind, t.nLayers, t.nHeads, t.nQueries, t.nKeys]);
    expect(found).toEqual(row.stacks);
    const truth = await row.truth(file, run);
    const weights = flat(run.attention.map(({ data }) => data));
    expect(weights.length).toBe(truth.length);
    const worst = truth.reduce((most, value, i) => Math.max(most, Math.abs(value - (weights[i] ?? NaN))), 0);
    expect(worst).toBeLessThan(row.tolerance ?? 2e-6);
    expect(loaded.ablation?.modes.includes('zero')).toBe(row.canSwitchOff);
  });
});
