import { describe, expect, test } from 'vitest';
import { INSIDE } from '../../core/inside/testing/fixtures.ts';
import type { InsideLayer, Stage } from '../../core/inside/layer.ts';
import { graphFiles, lookAt, numbersIn, startGraph } from '../testing/lookInside.ts';
import { siteAt } from './siteAt.ts';
import { valueOf } from './stages.ts';
import { PUBLIC_ROWS } from './testing/publicRows.ts';
import type { Row } from './testing/zooRow.ts';
import { ZOO_ROWS } from './testing/zooRows.ts';
import { writtenByRuns } from './writtenByRuns.ts';

const ROWS: readonly Row[] = [...ZOO_ROWS, ...PUBLIC_ROWS];

const STAGES = [
  'streamBefore',
  'read',
  'readKeys',
  'query',
  'key',
  'value',
  'bias',
  'scores',
  'context',
  'outputWeights',
  'outputBias',
  'attentionOutput',
  'streamAfter',
] as const;

/** Lengths that the stages must have where they are had. */
function lengthsOf(inside: InsideLayer): Readonly<Partial<Record<(typeof STAGES)[number], number>>> {
  const { nHeads: h, nKeyHeads: hk, nQueries: t, nKeys: s, dK, dV, d } = inside;
  const n = (...sizes: readonly (number | null)[]): number =>
    sizes.reduce<number>((product, size) => product * (size ?? NaN), 1);
  return {
    streamBefore: n(t, d),
    streamAfter: n(t, d),
    attentionOutput: n(t, d),
    query: n(h, t, dK),
    key: n(hk, s, dK),
    value: n(hk, s, dV),
    context: n(h, t, dV),
    outputWeights: n(h, dV, d),
    outputBias: n(d),
    bias: n(h, t, s),
  };
}

/** Stages that are had and are not of their lengths. */
function unfitIn(inside: InsideLayer): readonly string[] {
  const lengths = lengthsOf(inside);
  return STAGES.flatMap((name) => {
    const stage: Stage | null = inside[name];
    const length = lengths[name];
    // What is the sum of two that are there is not sent.
    const isSum = name === 'streamAfter' && stage?.from === 'derived' && stage.data.length === 0;
    const isHad = stage !== null && stage.from !== 'nowhere' && !isSum;
    return isHad && length !== undefined && stage.data.length !== length ? [`${name}: ${stage.data.length}`] : [];
  });
}

/** Layers that norm or scale by channel what they write: the stream behind is not the sum. */
const CHANGED = 'What the layer writes is normed, scaled or summed with more before it is added to the stream.';

/**
 * How far the stream behind a layer is from the sum before it and what it writes, or in post-norm models, channel by channel
 * and over all tokens, from a line over the normed sum: that is what a norm with a factor and a bias makes. 0 where it is not told.
 */
function streamError(inside: InsideLayer): number {
  const { streamBefore, attentionOutput, streamAfter, nQueries, d, notes, isPostNorm } = inside;
  if (streamBefore.from === 'nowhere' || streamAfter.from === 'nowhere' || attentionOutput.from === 'nowhere') return 0;
  if (notes.includes(CHANGED) || d === null) return 0;
  const sum = Float64Array.from(streamBefore.data, (value, at) => value + attentionOutput.data[at]!);
  if (streamAfter.from === 'derived') return isPostNorm === false ? streamAfter.difference : NaN;
  const after = streamAfter.data;
  if (isPostNorm === false) return sum.reduce((most, value, at) => Math.max(most, Math.abs(value - after[at]!)), 0);
  const channels = Array.from({ length: d }, (_, channel) => {
    const points = Array.from({ length: nQueries }, (__, row) => {
      return [normed(sum.subarray(row * d, (row + 1) * d))[channel]!, after[row * d + channel]!] as const;
    });
    return lineError(points);
  });
  return Math.max(...channels);
}

function normed(row: Float64Array): Float64Array {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
  return row.map((value) => (value - mean) / Math.sqrt(variance + 1e-12));
}

/** The largest distance of points from their line of least squares. */
function lineError(points: readonly (readonly [x: number, y: number])[]): number {
  const [meanX, meanY] = [0, 1].map((at) => points.reduce((sum, point) => sum + point[at]!, 0) / points.length);
  const xy = points.reduce((sum, [x, y]) => sum + (x - meanX!) * (y - meanY!), 0);
  const xx = points.reduce((sum, [x]) => sum + (x - meanX!) ** 2, 0);
  return points.reduce((most, [x, y]) => Math.max(most, Math.abs(y - meanY! - (xy / xx) * (x - meanX!))), 0);
}

/** What the scale of a layer must be, and how close it must come; 0 where it is not to be had. */
function scaleIn({ scales, sizes }: Row, at: number): readonly [scale: number, allowed: number] {
  const scale = scales === undefined ? 1 / Math.sqrt(sizes[2] ?? NaN) : (scales[at] ?? scales[0] ?? 0);
  return [scale, scale * 5e-4];
}

function refusedIn(inside: InsideLayer): Record<string, string[]> {
  const refused: Record<string, string[]> = {};
  for (const name of STAGES) {
    const stage: Stage | null = inside[name];
    if (stage?.from === 'nowhere') (refused[stage.why] ??= []).push(name);
  }
  return Object.fromEntries(Object.entries(refused).map(([why, names]) => [why, names.toSorted()]));
}

describe.each(ROWS)('$graph, $kind', (row) => {
  const files = graphFiles(row.graph);

  test.skipIf(files === null)('each stage passes its check or is refused with the reason', async () => {
    const looked = await startGraph(files!);
    const layers = looked.layers.filter(({ kind }) => kind === row.kind);
    expect(layers).toHaveLength(row.nLayers);
    for (const [at, each] of layers.entries()) {
      const inside = await lookAt(looked, each);
      const [h, hk, dK, d] = row.sizes;
      expect([inside.nHeads, inside.nKeyHeads, inside.dK, inside.d]).toEqual([h, hk, dK, d]);
      expect(refusedIn(inside)).toEqual(row.refused ?? {});
      expect(inside.checks.map(({ name, isPassed }) => [name, isPassed])).toEqual(
        (row.checks ?? ['weights', 'context', 'output']).map((name) => [name, true]),
      );
      expect([inside.scale.place, inside.isPostNorm, inside.rotation, inside.bias !== null]).toEqual([
        row.place,
        row.isPostNorm === undefined ? false : row.isPostNorm,
        row.rotation ?? 'none',
        row.hasBias ?? false,
      ]);
      const [scale, allowed] = scaleIn(row, at);
      expect(Math.abs((inside.scale.value ?? 0) - scale)).toBeLessThanOrEqual(allowed);
      expect(unfitIn(inside)).toEqual([]);
      expect(streamError(inside)).toBeLessThan(row.graph.includes('fp16') ? 2e-2 : 1e-4);
    }
    await looked.model.session.release();
  });
});

const FITTED = Object.entries(INSIDE.scaleFit).filter(([name]) => name !== 't5-decoder');

test.each(FITTED)(
  '%s: what is left of the scale is what a fit on its tensors found',
  async (name, { sLeft, residual }) => {
    const looked = await startGraph(graphFiles(`zoo/${name}`)!);
    const { scale, bias } = await lookAt(looked, looked.layers[0]!);
    await looked.model.session.release();
    // A fit that leaves much unsaid means a bias.
    expect(bias !== null).toBe(residual > 1e-3);
    const left = (scale.place === 'after' ? scale.value : 1) ?? NaN;
    expect(sLeft === null || Math.abs(left / sLeft - 1) < 5e-4).toBe(true);
  },
);

/** Stacks whose W_O is read from the file and which give their attention output. */
const BOTH = ROWS.filter(({ refused = {}, checks }) => checks === undefined && !('branch' in refused));
/** How far what a graph computes may differ from its numbers: relative to the largest number. */
const COARSE: Readonly<Record<string, number>> = {
  'zoo/fp16/model.onnx': 5e-3,
  'zoo/fp16-llama/model.onnx': 5e-3,
  'opened/graphs/own-castlike-fp16.onnx': 5e-3,
  'zoo/int8-dynamic/model.onnx': 3e-2,
};

describe.each(BOTH)('$graph, $kind', ({ graph, kind }) => {
  const files = graphFiles(graph);

  test.skipIf(files === null)('what a head writes is the same by z W_O and by switching it off', async () => {
    const looked = await startGraph(files!);
    const each = looked.layers.findLast((layer) => layer.kind === kind)!;
    const inside = await lookAt(looked, each);
    const { index, site } = siteAt(looked.model, kind, each.layer);
    const measured = await writtenByRuns(
      looked.model,
      looked.kept,
      {
        index,
        output: looked.kept.done.pass.layers[index]!,
        written: site.inside!.attentionOutput!,
        windows: site.places === null ? null : { places: site.places, size: inside.windows!.size },
      },
      async () => {},
    );
    await looked.model.session.release();
    const written = writtenByHeads(inside);
    const largest = written.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const found = valueOf(measured)!;
    expect(found).toHaveLength(written.length);
    const difference = written.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);
    expect(largest).toBeGreaterThan(1e-4);
    expect(difference / largest).toBeLessThan(COARSE[graph] ?? 1e-4);
  });
});

/** z W_O of all heads, [head, query, d]. */
function writtenByHeads(inside: InsideLayer): Float32Array {
  const { nHeads, nQueries } = inside;
  const [dV, d] = [inside.dV!, inside.d!];
  const [context, weights] = [numbersIn(inside.context), numbersIn(inside.outputWeights)];
  return Float32Array.from({ length: nHeads * nQueries * d }, (_, i) => {
    const row = Math.floor(i / d);
    const head = Math.floor(row / nQueries);
    let sum = 0;
    for (let from = 0; from < dV; from++) sum += context[row * dV + from]! * weights[(head * dV + from) * d + (i % d)]!;
    return sum;
  });
}
