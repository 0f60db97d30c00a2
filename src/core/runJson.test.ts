import { describe, expect, test } from 'vitest';
import type { Ablation } from './ablation/ablation.ts';
import type { HeadComparison } from './alike/comparison.ts';
import type { Effect, EffectSummary } from './effect/effect.ts';
import { createLabelContext } from './labels/runContext.ts';
import { labelHeads } from './labels/labelHead.ts';
import { LABEL_IDS } from './labels/report.ts';
import type { ModelRun } from './run.ts';
import { NO_EXTRAS } from './runExtras.ts';
import type { RunExtras, StudyPart } from './runExtras.ts';
import { runJsonParts } from './runJson.ts';
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
    const most = 4_000_000;
    const many = { nTokens: 1, nVocab: most + 1, data: new Float32Array(most + 1) };
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

describe('beside a run, the JSON holds', () => {
  const summary: EffectSummary = {
    lossBefore: 2,
    lossAfter: 2.5,
    nScored: 5,
    meanKl: 0.125,
    maxKl: 0.5,
    worst: 3,
    nPositions: 6,
    nFlips: 1,
    meanTurn: Number.NaN,
  };
  const ablation: Ablation = { mode: 'flat', heads: [{ kind: null, layer: 1, head: 2, keep: 0.5 }] };
  const after: AttentionTensor = { ...TENSOR, data: TENSOR.data.map((weight) => weight / 2) };
  const logits = { nTokens: 7, nVocab: 3, data: new Float32Array(21).fill(0.25) };
  const effect: Effect = { objective: 'output', summary, positions: [], turns: Float32Array.of(0.5, Number.NaN) };
  const comparison: HeadComparison = {
    nLayers: 1,
    nHeads: 2,
    nTokens: 7,
    distance: Float32Array.of(0, 0.5, 0.5, 0),
    contentDistance: Float32Array.of(0, 0.25, 0.25, 0),
    contentMass: Float32Array.of(0.75, 0.125),
  };
  const write = (extras: Partial<RunExtras>) =>
    JSON.parse([...runJsonParts(RUN, REPORTS, { ...NO_EXTRAS, ...extras })].join(''));

  test('nothing where nothing was worked out', () => {
    expect(Object.keys(write({}))).toEqual(Object.keys(parse(RUN)));
  });

  test('the run with heads switched off: which, how, its patterns, its scores and the effect', () => {
    const words = new Map([
      [17, ' bank'],
      [3, 'the'],
    ]);
    const found = write({
      ablated: { ablation, meanOver: 'own-positions', attention: [after], logits, effect, words },
    }).ablation;
    expect(found).toMatchObject({ mode: 'flat', heads: [{ kind: null, layer: 1, head: 2, keep: 0.5 }] });
    expect(found.meanOver).toBe('own-positions');
    expect(found.attention[0]).toMatchObject({ kind: 'encoder', dims: [2, 3, 7, 7] });
    expect(floats(found.attention[0].data)).toEqual([...after.data]);
    expect(floats(found.logits.data)).toEqual([...logits.data]);
    expect(found.effect).toEqual({
      objective: 'output',
      summary: { ...summary, meanTurn: null },
      positions: [],
      turns: [0.5, null],
    });
    expect(found.words).toEqual({ 3: 'the', 17: ' bank' });
  });

  test('no effect while it is on its way, no mean in another mode, and no scores where the model has none', () => {
    const found = write({
      ablated: { ablation, meanOver: null, attention: [after], logits: null, effect: null, words: new Map() },
    }).ablation;
    expect(Object.keys(found)).toEqual(['mode', 'heads', 'attention']);
  });

  test('each result of a study with its variant and its text', () => {
    const study: StudyPart = {
      purpose: 'importance',
      texts: ['a', 'b'],
      status: 'stopped',
      objective: 'masked-token',
      floor: { meanKl: 1e-9, loss: 1e-8, turn: Number.NaN },
      variants: [ablation],
      results: [{ input: 1, variant: 0, effect: summary }],
      refused: [{ input: 0, variant: 0, why: 'no pattern' }],
    };
    const [found] = write({ studies: [study] }).studies;
    expect(found).toMatchObject({ purpose: 'importance', texts: ['a', 'b'], variants: [ablation] });
    expect(found).toMatchObject({ status: 'stopped', objective: 'masked-token' });
    expect(found.floor).toEqual({ meanKl: 1e-9, loss: 1e-8, turn: null });
    expect(found.results).toEqual([{ input: 1, variant: 0, ...summary, meanTurn: null }]);
    expect(found.refused).toEqual([{ input: 0, variant: 0, why: 'no pattern' }]);
  });

  test('the distances of each stack with their shape', () => {
    const found = write({
      alike: [
        { kind: 'encoder', texts: ['a', 'b', 'c'], nTexts: 2, nContentTexts: 0, comparison },
        { kind: 'cross', texts: ['a'], nTexts: null, nContentTexts: null, comparison },
      ],
    }).alike;
    expect(found.map(({ kind }: { kind: string }) => kind)).toEqual(['encoder', 'cross']);
    expect(found[0]).toMatchObject({ texts: ['a', 'b', 'c'], nTexts: 2, nContentTexts: 0 });
    expect(found[1]).toMatchObject({ texts: ['a'], nLayers: 1, nHeads: 2 });
    expect(Object.keys(found[1])).not.toContain('nTexts');
    expect(Object.keys(found[1])).not.toContain('nContentTexts');
    expect(found[1].distance.dims).toEqual([2, 2]);
    expect(floats(found[1].distance.data)).toEqual([0, 0.5, 0.5, 0]);
    expect(floats(found[1].contentDistance.data)).toEqual([0, 0.25, 0.25, 0]);
    expect(floats(found[1].contentMass.data)).toEqual([0.75, 0.125]);
  });
});
