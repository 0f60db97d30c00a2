import { describe, expect, test } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { SiteSupport } from '../runtime/interventions.ts';
import type { LayerOutput } from '../run/pack.ts';
import { canDo, planInterventions } from './planInterventions.ts';
import type { AblationGround } from './planInterventions.ts';

const ABLE: SiteSupport = {
  canScale: true,
  canReplacePattern: true,
  canAddContext: true,
  canReadContext: true,
  why: null,
};

/** Stages of a pyramid are none of this model's. */
const STAGES = { stage1: 0, stage2: 0, stage3: 0, stage4: 0 } as const;
const N_HEADS: Readonly<Record<AttentionKind, number>> = { encoder: 3, decoder: 2, cross: 2, ...STAGES };
const NO_SIZE = { stage1: [0, 0], stage2: [0, 0], stage3: [0, 0], stage4: [0, 0] } as const;
const SIZE: Readonly<Record<AttentionKind, readonly [number, number]>> = {
  encoder: [4, 4],
  decoder: [2, 2],
  cross: [2, 4],
  ...NO_SIZE,
};
const N_CHANNELS = 2;

function layer(kind: AttentionKind, number: number): LayerOutput {
  const dims = [1, N_HEADS[kind], ...SIZE[kind]];
  return { kind, layer: number, dims, data: new Float32Array(dims.reduce((size, dim) => size * dim, 1)) };
}

/** As an encoder-decoder model computes them; the second layer of the encoder is not shown, and its third is number 5. */
const LAYERS = [
  layer('encoder', 0),
  layer('encoder', 1),
  layer('encoder', 5),
  layer('decoder', 0),
  layer('cross', 0),
  layer('decoder', 1),
  layer('cross', 1),
];

const GROUND: AblationGround = {
  plan: {
    places: LAYERS.map(({ kind, layer: number }, site) => (site === 1 ? null : { kind, layer: number })),
    notShown: [],
  },
  support: LAYERS.map(() => ABLE),
  layers: LAYERS,
  means: {
    over: 'reference-sentences',
    sites: LAYERS.map(({ kind }, site) => ({
      nChannels: N_CHANNELS,
      first: Float32Array.from({ length: N_HEADS[kind] * N_CHANNELS }, (_, i) => 100 * site + i),
      rest: Float32Array.from({ length: N_HEADS[kind] * N_CHANNELS }, (_, i) => -(100 * site + i)),
    })),
  },
  flatOf: ({ kind }) => new Float32Array(SIZE[kind][0] * SIZE[kind][1]).fill(0.5),
  idealOf: ({ kind, head }) => new Float32Array(SIZE[kind][0] * SIZE[kind][1]).fill(head + 1),
  sharedOf: ({ kind, site }) => new Float32Array(SIZE[kind][0] * SIZE[kind][1]).fill(site + 1),
};

const plan = (mode: Ablation['mode'], heads: Ablation['heads'], ground: Partial<AblationGround> = {}) =>
  planInterventions({ mode, heads }, { ...GROUND, ...ground });

describe('planInterventions', () => {
  test('zero is a factor at the site of the head, and nothing anywhere else', () => {
    const interventions = plan('zero', [{ kind: 'cross', layer: 1, head: 0, keep: 0.25 }]);
    expect(interventions.map((site) => site !== null)).toEqual([false, false, false, false, false, false, true]);
    expect(interventions[6]).toEqual({ scale: Float32Array.of(0.25, 1), pattern: null, context: null });
  });

  test('layers count within the stack as it is shown, and no kind means the first stack', () => {
    const interventions = plan('zero', [{ kind: null, layer: 1, head: 2, keep: 0 }]);
    expect(interventions[2]?.scale).toEqual(Float32Array.of(1, 1, 0));
    expect(interventions.filter((site) => site !== null)).toHaveLength(1);
  });

  test('flat, ideal and shared add the part that is missing of their pattern to the head alone', () => {
    const heads = [
      { kind: 'decoder', layer: 1, head: 1, keep: 0.75 },
      { kind: 'cross', layer: 0, head: 0, keep: 0 },
    ] as const;
    const flat = plan('flat', heads);
    expect(flat[5]?.scale).toEqual(Float32Array.of(1, 0.75));
    expect(flat[5]?.pattern).toEqual(Float32Array.of(0, 0, 0, 0, 0.125, 0.125, 0.125, 0.125));
    expect(flat[4]?.pattern?.slice(0, 8)).toEqual(new Float32Array(8).fill(0.5));
    expect(flat[4]?.pattern?.slice(8)).toEqual(new Float32Array(8));
    expect(flat[5]?.context).toBeNull();
    const ideal = plan('ideal', heads);
    expect(ideal[5]?.pattern).toEqual(Float32Array.of(0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5));
    const shared = plan('shared', heads);
    expect(shared[5]?.pattern).toEqual(Float32Array.of(0, 0, 0, 0, 1.5, 1.5, 1.5, 1.5));
    expect(shared[4]?.pattern?.slice(0, 8)).toEqual(new Float32Array(8).fill(5));
  });

  test('mean adds the part that is missing of its mean to every query, the first one having its own', () => {
    const interventions = plan('mean', [{ kind: 'decoder', layer: 0, head: 1, keep: 0.5 }]);
    expect(interventions[3]).toEqual({
      scale: Float32Array.of(1, 0.5),
      pattern: null,
      // [head, query, channel]: means 302 and 303 at the first query, -302 and -303 at the second.
      context: Float32Array.of(0, 0, 0, 0, 151, 151.5, -151, -151.5),
    });
  });

  test('a pattern says how many keys its rows have', () => {
    const off = (kind: 'cross' | 'decoder') => plan('flat', [{ kind, layer: 0, head: 1, keep: 0 }]);
    expect(off('cross')[4]?.nKeys).toBe(4);
    expect(off('decoder')[3]?.nKeys).toBe(2);
    expect(plan('zero', [{ kind: 'cross', layer: 0, head: 1, keep: 0 }])[4]).not.toHaveProperty('nKeys');
  });

  test('heads of one layer share its arrays; a head kept whole is left alone', () => {
    const interventions = plan('zero', [
      { kind: 'encoder', layer: 0, head: 0, keep: 0.5 },
      { kind: 'encoder', layer: 0, head: 2, keep: 0 },
      { kind: 'cross', layer: 0, head: 0, keep: 1 },
    ]);
    expect(interventions[0]?.scale).toEqual(Float32Array.of(0.5, 1, 0));
    expect(interventions[4]).toBeNull();
  });

  test.each([
    [{ kind: 'decoder', layer: 2, head: 0, keep: 0 }, 'the decoder stack has no head L2H0'],
    [{ kind: null, layer: 0, head: 3, keep: 0 }, 'the model has no head L0H3'],
    [{ kind: null, layer: 0, head: 1, keep: 1.5 }, 'L0H1 cannot be kept to 1.5: only from 0 to 1'],
  ] as const)('refuses %j in words', (head, detail) => {
    expect(() => plan('zero', [head])).toThrow(expect.objectContaining({ code: 'bad-input', detail }));
  });

  test('a mode that the graph does not allow is refused with the reason, other modes are not', () => {
    const support = LAYERS.map(() => ({ ...ABLE, canReplacePattern: false, why: 'its weights stay inside' }));
    const head = { kind: 'encoder', layer: 0, head: 1, keep: 0 } as const;
    const detail = 'L0H1 cannot be turned down in the mode "flat": its weights stay inside';
    expect(() => plan('flat', [head], { support })).toThrow(expect.objectContaining({ code: 'bad-input', detail }));
    expect(plan('zero', [head], { support })[0]?.scale).toEqual(Float32Array.of(1, 0, 1));
  });

  test('mean without means is refused', () => {
    const head = { kind: null, layer: 0, head: 1, keep: 0 } as const;
    expect(() => plan('mean', [head], { means: null })).toThrow('its mean output is not known');
  });
});

test('each mode needs what it feeds', () => {
  const without = (part: Partial<SiteSupport>) =>
    (['zero', 'mean', 'flat', 'ideal', 'shared'] as const).filter((mode) => canDo(mode, { ...ABLE, ...part }));
  expect(without({})).toEqual(['zero', 'mean', 'flat', 'ideal', 'shared']);
  expect(without({ canScale: false })).toEqual([]);
  expect(without({ canReplacePattern: false })).toEqual(['zero', 'mean']);
  expect(without({ canAddContext: false })).toEqual(['zero', 'flat', 'ideal', 'shared']);
  expect(without({ canReadContext: false })).toEqual(['zero', 'flat', 'ideal', 'shared']);
});
