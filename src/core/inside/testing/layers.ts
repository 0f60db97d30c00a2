import { randomStream } from '../../random.ts';
import type { InsideLayer, Stage } from '../layer.ts';
import { writtenInto } from '../written.ts';
import { resultInto } from './result.ts';

/** Sizes of the layer of `madeLayer`; no two axes are alike. */
export const MADE = { nHeads: 4, nKeyHeads: 2, nQueries: 3, nKeys: 5, dK: 6, dV: 7, d: 8 } as const;

export const model = (data: Float32Array): Stage => ({ from: 'model', data });
export const nowhere: Stage = { from: 'nowhere', why: 'not-found', detail: 'made so' };

/** A cross-attention layer of random numbers that agree with each other, and its patterns, [head, query, key]; the last key is masked. */
export function madeLayer(seed: number): { readonly layer: InsideLayer; readonly patterns: Float32Array } {
  const { nHeads, nKeyHeads, nQueries, nKeys, dK, dV, d } = MADE;
  const random = randomStream(seed);
  const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, () => 2 * random() - 1);
  const [query, key] = [numbers(nHeads * nQueries * dK), numbers(nKeyHeads * nKeys * dK)];
  const [value, outputWeights] = [numbers(nKeyHeads * nKeys * dV), numbers(nHeads * dV * d)];
  const [streamBefore, outputBias] = [numbers(nQueries * d), numbers(d)];
  const patterns = new Float32Array(nHeads * nQueries * nKeys);
  const context = new Float32Array(nHeads * nQueries * dV);
  const output = Float64Array.from({ length: nQueries * d }, (_, at) => outputBias[at % d]!);
  for (let head = 0; head < nHeads; head++) {
    const keyHead = head < 2 ? 0 : 1;
    for (let at = 0; at < nQueries; at++) {
      const q = query.subarray((head * nQueries + at) * dK, (head * nQueries + at + 1) * dK);
      const powers = Array.from({ length: nKeys }, (_, k) => {
        const start = (keyHead * nKeys + k) * dK;
        const raw = q.reduce((sum, one, c) => sum + one * key[start + c]!, 0);
        return k === nKeys - 1 ? 0 : Math.exp(raw / 2);
      });
      const all = powers.reduce((sum, one) => sum + one, 0);
      const row = patterns.subarray((head * nQueries + at) * nKeys, (head * nQueries + at + 1) * nKeys);
      row.set(powers.map((one) => one / all));
      const result = resultInto(new Float64Array(dV), row, value.subarray(keyHead * nKeys * dV));
      context.set(result, (head * nQueries + at) * dV);
      const rows = outputWeights.subarray(head * dV * d, (head + 1) * dV * d);
      const written = writtenInto(new Float64Array(d), result, rows);
      for (let c = 0; c < d; c++) output[at * d + c]! += written[c]!;
    }
  }
  const attentionOutput = Float32Array.from(output);
  const layer: InsideLayer = {
    kind: 'cross',
    layer: 1,
    ...MADE,
    streamBefore: model(streamBefore),
    read: model(numbers(nQueries * d)),
    readKeys: model(numbers(nKeys * d)),
    query: model(query),
    key: model(key),
    value: model(value),
    rotation: 'none',
    scale: { value: 0.5, place: 'after' },
    softCap: null,
    bias: null,
    scores: { from: 'derived', data: new Float32Array(0), difference: 0 },
    hasSink: false,
    isHalf: false,
    context: model(context),
    outputWeights: model(outputWeights),
    outputBias: model(outputBias),
    constantWritten: numbers(nHeads * d),
    attentionOutput: model(attentionOutput),
    streamAfter: model(attentionOutput.map((one, at) => one + streamBefore[at]!)),
    isPostNorm: false,
    norm: 'layer',
    change: null,
    checks: [{ name: 'weights', difference: 1e-7, allowed: 1e-4, isPassed: true }],
    notes: ['keys and values are shared by 2 heads each'],
  };
  return { layer, patterns };
}
