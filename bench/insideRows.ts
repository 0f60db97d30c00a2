import { randomStream } from '../src/core/random.ts';
import { finish } from '../src/core/slices.ts';
import type { InsideLayer, Stage } from '../src/core/inside/layer.ts';
import { headInside, pairInside, rowInside } from '../src/core/inside/road.ts';
import { sharpenRow } from '../src/core/inside/sharpenedRow.ts';
import { layerValueMaps } from '../src/core/inside/valueMap.ts';
import { median, ms, quantile, table } from './stats.ts';

type Shape = { readonly nHeads: number; readonly nTokens: number; readonly dK: number };

/**
 * The arithmetic of the page "Inside", in this process: a head pinned; the pointer on another query (its whole row, two changes of the
 * softmax and the lengths of all heads), then on another key of it; all maps of weight x length of a layer.
 */
export function timeInsideRows(shapes: readonly Shape[], repeats: number) {
  const rows = shapes.map((shape) => {
    const { nHeads, nTokens, dK } = shape;
    const { layer, patterns } = makeLayer(shape);
    const [pinned, hovered, moved, mapped]: [number[], number[], number[], number[]] = [[], [], [], []];
    for (let repeat = -2; repeat < repeats; repeat++) {
      const start = performance.now();
      const head = headInside(layer, repeat & 1);
      const atPinned = performance.now();
      const query = nTokens - 3 - (repeat & 1);
      const weights = patterns.subarray(query * nTokens, (query + 1) * nTokens);
      const basis = { query, weights, isCausal: true };
      const row = rowInside(head, basis);
      sharpenRow(head, row, { scaleOff: true });
      sharpenRow(head, row, { tau: 2 });
      const atRow = performance.now();
      pairInside(head, row, query - 1);
      const atPair = performance.now();
      if (repeat < 0) continue;
      pinned.push(atPinned - start);
      hovered.push(atRow - atPinned);
      moved.push(atPair - atRow);
    }
    const [values, outputWeights] = [layer.value, layer.outputWeights];
    for (let repeat = -1; repeat < Math.min(repeats, 5); repeat++) {
      if (values.from === 'nowhere' || outputWeights.from === 'nowhere') throw new RangeError('no values');
      const start = performance.now();
      const sizes = { nHeads, nKeyHeads: nHeads, nKeys: nTokens, dV: dK };
      finish(layerValueMaps(patterns, { ...sizes, values: values.data, outputWeights: outputWeights.data }));
      if (repeat >= 0) mapped.push(performance.now() - start);
    }
    const name = `${nHeads} x ${dK}`;
    return [
      name,
      String(nTokens),
      ms(median(pinned)),
      ms(median(hovered)),
      ms(quantile(hovered, 0.95)),
      ms(median(moved)),
      ms(median(mapped)),
    ];
  });
  const head = [
    'heads x channels',
    'tokens',
    'head pinned',
    'another query',
    'its 95 %',
    'another key',
    'maps of a layer',
  ];
  return { table: table(head, rows), repeats };
}

/** A causal layer of random numbers, its patterns [head, query, key] even over what is allowed. */
function makeLayer({ nHeads, nTokens, dK }: Shape): { readonly layer: InsideLayer; readonly patterns: Float32Array } {
  const random = randomStream(nTokens);
  const d = nHeads * dK;
  const numbers = (count: number): Stage => ({ from: 'model', data: Float32Array.from({ length: count }, random) });
  const ofStream = numbers(nTokens * d);
  const patterns = Float32Array.from({ length: nHeads * nTokens * nTokens }, (_, at) => {
    const [query, key] = [Math.floor(at / nTokens) % nTokens, at % nTokens];
    return key > query ? 0 : 1 / (query + 1);
  });
  const layer: InsideLayer = {
    kind: 'decoder',
    layer: 0,
    nQueries: nTokens,
    nKeys: nTokens,
    nHeads,
    nKeyHeads: nHeads,
    dK,
    dV: dK,
    d,
    streamBefore: ofStream,
    read: ofStream,
    readKeys: ofStream,
    query: numbers(nTokens * d),
    key: numbers(nTokens * d),
    value: numbers(nTokens * d),
    rotation: 'none',
    scale: { value: 1 / Math.sqrt(dK), place: 'after' },
    softCap: null,
    bias: null,
    scores: { from: 'derived', data: new Float32Array(0), difference: 0 },
    hasSink: false,
    isHalf: false,
    context: numbers(nTokens * d),
    outputWeights: numbers(d * d),
    outputBias: null,
    constantWritten: null,
    attentionOutput: ofStream,
    streamAfter: ofStream,
    isPostNorm: false,
    norm: 'layer',
    change: null,
    checks: [],
    notes: [],
  };
  return { layer, patterns };
}
