import { describe, expect, test } from 'vitest';
import { createLabelContext } from './labels/context.ts';
import { labelHeads } from './labels/labelHead.ts';
import { LABEL_IDS } from './labels/report.ts';
import type { ModelRun } from './run.ts';
import { MAX_LOGITS, runJsonParts } from './runJson.ts';
import type { AttentionTensor } from './tensor.ts';
import type { Token } from './tokens.ts';

const WORDS = ['[CLS]', 'the', 'cat', 'saw', 'the', 'dog', '[SEP]'];
const TOKENS: readonly Token[] = WORDS.map((piece, position) => ({
  position,
  id: 100 + position,
  piece,
  text: piece,
  start: position,
  end: position + 1,
  special: piece.startsWith('['),
  segment: 0,
}));

/** 2 layers of 3 heads, 7 x 7, with another head in each place. */
const TENSOR: AttentionTensor = {
  kind: 'encoder',
  nLayers: 2,
  nHeads: 3,
  nQueries: 7,
  nKeys: 7,
  data: Float32Array.from({ length: 2 * 3 * 49 }, (_, at) => {
    const [index, query, key] = [Math.floor(at / 49), Math.floor(at / 7) % 7, at % 7];
    return key === (query + index) % 7 ? 0.64 : 0.06;
  }),
};

const RUN: ModelRun = {
  runId: 5,
  model: {
    id: 'tiny/bert',
    name: 'Tiny',
    type: 'bert',
    nLayers: 2,
    nHeads: 3,
    dModel: null,
    isCausal: false,
    maxTokens: 64,
    precision: 'fp32',
    takesPair: true,
    takes: 'text',
  },
  backend: { name: 'wasm', threads: 2, adapter: null, isSoftware: false },
  text: 'the cat "saw"\nthe dog',
  pair: null,
  tokens: TOKENS,
  targetTokens: null,
  image: null,
  cut: null,
  attention: [TENSOR],
  logits: { nTokens: 7, nVocab: 3, data: Float32Array.from({ length: 21 }, (_, at) => at / 8 - 1) },
  rowSumError: 0,
  forwardMs: 1,
};

const REPORTS = labelHeads(TENSOR, createLabelContext(TOKENS, false));

type Numbers = { readonly kind?: string; readonly dims: number[]; readonly data: string };
type Exported = {
  readonly attention: Numbers[];
  readonly logits: Numbers;
  readonly labels: { readonly score: number | null }[];
  readonly stats: { readonly layer: number; readonly head: number }[];
};

const parse = (run: ModelRun): Exported => JSON.parse([...runJsonParts(run, REPORTS)].join(''));

function floats(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
}

describe('the JSON of a run', () => {
  test('names its format, model, backend, text and tokens', () => {
    expect(parse(RUN)).toMatchObject({
      format: 'headlight-run/1',
      model: { id: 'tiny/bert', type: 'bert', nLayers: 2, nHeads: 3, causal: false, precision: 'fp32' },
      backend: { name: 'wasm', threads: 2 },
      text: 'the cat "saw"\nthe dog',
      pair: null,
      tokens: [...TOKENS],
    });
  });

  test('holds the weights with their shape and the order of the axes', () => {
    const { attention } = parse(RUN);
    expect(attention).toHaveLength(1);
    expect(attention[0]).toMatchObject({
      kind: 'encoder',
      dims: [2, 3, 7, 7],
      axes: 'layer,head,query,key',
      encoding: 'base64-float32-le',
    });
    expect(floats(attention[0]!.data)).toEqual([...TENSOR.data]);
  });

  test('holds one tensor for each kind of attention, each with its own shape', () => {
    const cross: AttentionTensor = {
      kind: 'cross',
      nLayers: 1,
      nHeads: 1,
      nQueries: 2,
      nKeys: 3,
      // A view into a longer array: the export must not take its neighbours along.
      data: Float32Array.of(9, 0.5, 0.25, 0.25, 0, 1, 0, 9).subarray(1, 7),
    };
    const { attention } = parse({ ...RUN, attention: [TENSOR, cross] });
    expect(attention.map((tensor) => tensor.kind)).toEqual(['encoder', 'cross']);
    expect(attention[1]!.dims).toEqual([1, 1, 2, 3]);
    expect(floats(attention[1]!.data)).toEqual([0.5, 0.25, 0.25, 0, 1, 0]);
  });

  test('holds the logits where the model has some and they are not too many', () => {
    expect(parse(RUN).logits).toMatchObject({ dims: [7, 3], encoding: 'base64-float32-le' });
    expect(floats(parse(RUN).logits.data)).toEqual([...RUN.logits!.data]);
    expect(parse({ ...RUN, logits: null })).not.toHaveProperty('logits');
    const many = { nTokens: 1, nVocab: MAX_LOGITS + 1, data: new Float32Array(MAX_LOGITS + 1) };
    expect(parse({ ...RUN, logits: many })).not.toHaveProperty('logits');
  });

  test('holds every label of every head and the figures of every head', () => {
    const { labels, stats } = parse(RUN);
    expect(labels).toHaveLength(6 * LABEL_IDS.length);
    expect(stats.map(({ layer, head }) => [layer, head])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    for (const [at, label] of labels.entries()) {
      const report = REPORTS[Math.floor(at / LABEL_IDS.length)]!;
      const score = report.labels[at % LABEL_IDS.length]!;
      expect(label).toMatchObject({ layer: report.layer, head: report.head, label: score.label, status: score.status });
      expect(label).not.toHaveProperty('gates');
    }
  });

  test('writes a number that could not be measured as null', () => {
    const { labels } = parse(RUN);
    const unmeasured = REPORTS.flatMap((report) => report.labels).findIndex(({ score }) => Number.isNaN(score));
    expect(unmeasured).toBeGreaterThanOrEqual(0);
    expect(labels[unmeasured]!.score).toBeNull();
  });
});
