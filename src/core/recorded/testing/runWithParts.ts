import type { Ablation } from '../../ablation/ablation.ts';
import type { Effect, EffectSummary } from '../../effect/effect.ts';
import type { ModelRun } from '../../run.ts';
import type { RunExtras } from '../../runExtras.ts';
import type { AttentionKind, AttentionTensor } from '../../tensor.ts';
import type { Token } from '../../tokens.ts';

/** Patterns of 1 or 2 layers of 3 heads, each row with most of its weight on another key; `by` tells one tensor from another. */
function patterns(kind: AttentionKind, nLayers: number, [nQueries, nKeys]: readonly [number, number], by: number) {
  const data = Float32Array.from({ length: nLayers * 3 * nQueries * nKeys }, (_, at) => {
    const row = Math.floor(at / nKeys);
    return at % nKeys === (row + by) % nKeys ? 0.75 : 0.25 / (nKeys - 1);
  });
  return { kind, nLayers, nHeads: 3, nQueries, nKeys, data } satisfies AttentionTensor;
}

function tokens(count: number): readonly Token[] {
  return Array.from({ length: count }, (_, position) => ({
    position,
    id: 10 * position,
    piece: `t${position}`,
    text: `t${position}`,
    start: position,
    end: position + 1,
    special: false,
    segment: 0,
  }));
}

/** An encoder of 2 layers with layer numbers of its own, cross-attention of 1 layer; 5 source tokens, 4 of the target. */
const attention = (by: number): readonly AttentionTensor[] => [
  { ...patterns('encoder', 2, [5, 5], by), layerNumbers: [3, 7] },
  patterns('cross', 1, [4, 5], by),
];

export const RUN_WITH_PARTS: ModelRun = {
  runId: 1,
  model: {
    id: 'tiny/t5',
    name: 'Tiny T5',
    type: 't5',
    nLayers: 2,
    nHeads: 3,
    dModel: null,
    isCausal: false,
    maxTokens: 9,
    precision: 'fp32',
    takesPair: true,
    takes: 'text-to-text',
  },
  backend: { name: 'wasm', threads: 1, adapter: null, isSoftware: false },
  text: 't0t1t2t3t4',
  pair: 't0t1t2t3',
  tokens: tokens(5),
  targetTokens: tokens(4),
  image: null,
  cut: null,
  attention: attention(0),
  logits: { nTokens: 4, nVocab: 6, data: Float32Array.from({ length: 24 }, (_, i) => i / 8 - 1) },
  rowSumError: 0,
  forwardMs: 1,
};

export const SUMMARY: EffectSummary = {
  lossBefore: 5.785,
  lossAfter: 5.865,
  nScored: 3,
  meanKl: 0.125,
  maxKl: 0.5,
  worst: 3,
  nPositions: 4,
  nFlips: 1,
  meanTurn: Number.NaN,
};

const EFFECT: Effect = {
  objective: 'next-token',
  summary: SUMMARY,
  positions: [
    {
      position: 0,
      target: 4,
      lossBefore: 1.1,
      lossAfter: 1.3,
      kl: 0.02,
      before: [
        { id: 4, probability: 0.3328710836980795 },
        { id: 2, probability: 0.25 },
      ],
      after: [
        { id: 2, probability: 0.3 },
        { id: 4, probability: 0.2725317930340126 },
      ],
      isFlipped: true,
    },
    {
      position: 3,
      target: null,
      lossBefore: Number.NaN,
      lossAfter: Number.NaN,
      kl: 0.5,
      before: [{ id: 5, probability: 1 }],
      after: [{ id: 5, probability: 0.5 }],
      isFlipped: false,
    },
  ],
  turns: null,
};

const OFF = { kind: 'cross', layer: 0, head: 2, keep: 0 } as const;
const DOWN = { kind: null, layer: 1, head: 0, keep: 0.35 } as const;

/** All three heads of each of these layers of the encoder. */
function sharing(layers: readonly number[]): Ablation {
  const heads = layers.flatMap((layer) => [0, 1, 2].map((head) => ({ kind: null, layer, head, keep: 0 })));
  return { mode: 'shared', heads };
}

/** Everything that can stand beside a run, with axes that all differ. */
export const PARTS: RunExtras = {
  lookedAt: {
    kind: 'encoder',
    pinned: [
      { layer: 1, head: 2 },
      { layer: 0, head: 0 },
    ],
    asked: { position: 4, from: 'key' },
  },
  ablated: {
    ablation: { mode: 'flat', heads: [DOWN, OFF], labels: { 'cross:L0H2': 'previous' } },
    meanOver: 'own-positions',
    attention: attention(1),
    logits: { nTokens: 4, nVocab: 6, data: Float32Array.from({ length: 24 }, (_, i) => (i * i) / 64) },
    effect: EFFECT,
    words: new Map([
      [2, 'le'],
      [4, ' chat'],
      [5, '“'],
    ]),
  },
  oneHead: [
    { ablation: sharing([0]), effect: null, words: new Map() },
    { ablation: sharing([1]), effect: EFFECT, words: new Map([[4, ' chat']]) },
    { ablation: sharing([0, 1]), effect: null, words: new Map() },
  ],
  studies: [
    {
      purpose: 'importance',
      texts: ['a', 'b'],
      status: 'done',
      objective: 'masked-token',
      floor: { meanKl: 1e-9, loss: 2e-8, turn: Number.NaN },
      variants: [
        { mode: 'mean', heads: [OFF] },
        { mode: 'mean', heads: [{ ...DOWN, keep: 0 }] },
      ],
      // In the order in which they came; one could not be made.
      results: [
        { input: 1, variant: 0, effect: SUMMARY },
        { input: 0, variant: 1, effect: { ...SUMMARY, lossAfter: 7.25, worst: 200, nScored: 0 } },
      ],
      refused: [{ input: 0, variant: 0, why: 'L0H2 has no label in a text this short' }],
      labels: [
        {
          input: 0,
          heads: [
            { kind: 'encoder', layer: 1, head: 0, label: 'previous' },
            { kind: 'cross', layer: 0, head: 2, label: null },
          ],
        },
      ],
    },
    {
      purpose: 'curve-own',
      texts: ['a'],
      status: 'stopped',
      objective: null,
      floor: null,
      // Heads go in the person's order, which is not that of the model.
      variants: [
        { mode: 'zero', heads: [OFF] },
        { mode: 'zero', heads: [OFF, { ...DOWN, keep: 0 }] },
      ],
      results: [],
      refused: [],
    },
  ],
  alike: [
    {
      kind: 'cross',
      texts: ['a', 'b', 'c'],
      nTexts: 2,
      nContentTexts: 1,
      comparison: {
        nLayers: 1,
        nHeads: 3,
        nTokens: 0,
        distance: Float32Array.of(0, 0.5, 0.25, 0.5, 0, 0.1, 0.25, 0.1, 0),
        contentDistance: Float32Array.of(0, NaN, 0.2, NaN, 0, 0.7, 0.2, 0.7, 0),
        contentMass: Float32Array.of(0.75, 0.125, 1),
      },
    },
  ],
  notes: [
    { stack: 'encoder', layer: 7, head: 2, name: 'links verb and subject', kind: 'syntax', text: 'weak' },
    { stack: 'cross', layer: 0, head: 1, name: '', kind: null, text: 'looks for names' },
  ],
};
