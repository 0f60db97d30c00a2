import { describe, expect, test } from 'vitest';
import { applyPlan, planLayers } from './layerPlan.ts';
import type { LayerOutput } from './pack.ts';

type Shape = readonly [heads: number, queries: number, keys: number];

/** Even attention, over the keys up to the query if causal. */
function layer(number: number, kind: LayerOutput['kind'], [h, q, k]: Shape, isCausal = false): LayerOutput {
  const data = new Float32Array(h * q * k);
  for (let i = 0; i < data.length; i++) {
    const [query, key] = [Math.floor(i / k) % q, i % k];
    data[i] = isCausal ? (key <= query ? 1 / (query + 1) : 0) : 1 / k;
  }
  return { layer: number, kind, dims: [1, h, q, k], data };
}

const ONE = { nSource: 5, nTarget: null };
const PICTURE = { nSource: null, nTarget: null };

describe('planLayers', () => {
  test('a causal layer is a decoder layer, whatever the graph tells, and joined layers are numbered on', () => {
    const layers = [
      layer(0, 'decoder', [2, 5, 5], true),
      layer(0, 'encoder', [2, 5, 5], true),
      layer(1, 'decoder', [2, 5, 5], true),
    ];
    expect(planLayers(layers, ONE).places).toEqual([0, 1, 2].map((at) => ({ kind: 'decoder', layer: at })));
  });

  test('numbers with gaps are kept, because the layers between have no weights to show', () => {
    const layers = [layer(3, 'encoder', [2, 5, 5], true), layer(7, 'encoder', [2, 5, 5], true)];
    expect(planLayers(layers, ONE).places).toEqual([3, 7].map((at) => ({ kind: 'decoder', layer: at })));
  });

  test('with a source and a target of other lengths, the lengths tell the stacks apart', () => {
    const layers = [
      layer(0, 'encoder', [2, 5, 5]),
      layer(1, 'encoder', [2, 3, 3], true),
      layer(2, 'encoder', [2, 3, 5]),
    ];
    expect(planLayers(layers, { nSource: 5, nTarget: 3 }).places.map((place) => place?.kind)).toEqual([
      'encoder',
      'decoder',
      'cross',
    ]);
  });

  test('of stages of a vision model, the shape that most layers have is shown and the rest is told', () => {
    const layers = [
      layer(0, 'encoder', [1, 16, 16]),
      layer(1, 'encoder', [2, 9, 9]),
      layer(2, 'encoder', [2, 9, 9]),
      layer(3, 'encoder', [2, 16, 4]),
    ];
    const plan = planLayers(layers, { nSource: null, nTarget: null });
    expect(plan.places).toEqual([null, { kind: 'encoder', layer: 1 }, { kind: 'encoder', layer: 2 }, null]);
    expect(plan.notShown).toEqual([
      { index: 0, why: 'it has 1 heads of 16 x 16, most layers have 2 heads of 9 x 9' },
      { index: 3, why: 'it has 2 heads of 16 x 4, most layers have 2 heads of 9 x 9' },
    ]);
    expect(applyPlan(plan, layers).map(({ data }) => data.length)).toEqual([162, 162]);
  });

  test('patches may look at fewer regions, never at more keys than there are patches', () => {
    const plan = planLayers([layer(0, 'encoder', [2, 16, 4]), layer(1, 'encoder', [2, 4, 16])], PICTURE);
    expect(plan.places).toEqual([{ kind: 'encoder', layer: 0 }, null]);
    expect(plan.notShown[0]?.why).toBe('its 4 queries and 16 keys are not the tokens of the run');
  });

  test('learned queries that look at patches are a decoder beside them, and look ahead among themselves', () => {
    const layers = [layer(0, 'encoder', [3, 9, 9]), layer(0, 'encoder', [4, 5, 5]), layer(0, 'cross', [4, 5, 9])];
    expect(planLayers(layers, PICTURE).places).toEqual([
      { kind: 'encoder', layer: 0 },
      { kind: 'decoder', layer: 0, looksAhead: true },
      { kind: 'cross', layer: 0 },
    ]);
  });

  test('beside a text of known length, patches are a stack of their own', () => {
    const layers = [layer(0, 'encoder', [2, 7, 7]), layer(0, 'encoder', [4, 10, 10]), layer(1, 'encoder', [2, 7, 7])];
    expect(planLayers(layers, { nSource: null, nTarget: 7 }).places).toEqual([
      { kind: 'decoder', layer: 0, looksAhead: true },
      { kind: 'encoder', layer: 0 },
      { kind: 'decoder', layer: 1, looksAhead: true },
    ]);
  });

  test('with as many learned queries as patches, self-attention beside cross-attention is the decoder', () => {
    const layers: readonly LayerOutput[] = [
      layer(0, 'encoder', [3, 5, 5]),
      { ...layer(0, 'encoder', [3, 5, 5]), isBesideCross: true },
      layer(0, 'cross', [3, 5, 5]),
    ];
    expect(planLayers(layers, PICTURE).places).toEqual([
      { kind: 'encoder', layer: 0 },
      { kind: 'decoder', layer: 0, looksAhead: true },
      { kind: 'cross', layer: 0 },
    ]);
  });

  test('windows in the batch axis are not shown; with nothing else the graph is unsupported', () => {
    const windows = { ...layer(0, 'encoder', [8, 4, 4]), dims: [4, 2, 4, 4] };
    const plan = planLayers([windows, layer(1, 'encoder', [2, 5, 5])], ONE);
    expect(plan.places).toEqual([null, { kind: 'encoder', layer: 1 }]);
    expect(plan.notShown[0]?.why).toContain('[4, 2, 4, 4]');
    expect(() => planLayers([windows], ONE)).toThrow(/unsupported-graph: encoder layer 0 .* has 4 patterns a head/);
  });

  test('heads and batch in one axis are heads', () => {
    const flat = { ...layer(0, 'encoder', [3, 5, 5]), dims: [3, 5, 5] };
    expect(planLayers([flat], ONE).places).toEqual([{ kind: 'encoder', layer: 0 }]);
  });

  test('layers of other shapes are stages of a pyramid, numbered as they are computed; the one of most layers is the encoder', () => {
    const shapes = [
      [1, 16, 4],
      [2, 8, 8],
      [2, 8, 8],
      [4, 4, 4],
      [5, 3, 3],
      [6, 2, 2],
    ] as const;
    const layers = shapes.map((shape, at) => layer(at, 'encoder', [...shape]));
    const { places, notShown } = planLayers(layers, { ...PICTURE, hasStages: true });
    expect(places).toEqual([
      { kind: 'stage1', layer: 0 },
      { kind: 'encoder', layer: 1 },
      { kind: 'encoder', layer: 2 },
      { kind: 'stage3', layer: 3 },
      { kind: 'stage4', layer: 4 },
      null,
    ]);
    expect(notShown).toEqual([{ index: 5, why: 'it has 6 heads of 2 x 2, most layers have 2 heads of 8 x 8' }]);
  });
});
