import { describe, expect, test } from 'vitest';
import type { Interventions, SiteIntervention } from './interventions.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import { openSession } from './session.ts';
import type { ForwardPass, GraphSession } from './session.ts';
import { exposeAttention } from '../surgery/expose.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { maskedCases } from '../testing/maskedCases.ts';
import { nodeRuntime } from '../testing/runtimes.ts';

function open(bytes: Uint8Array, exposure: 'patterns' | 'masks', externalData: Uint8Array | null) {
  const facts = readGraph(bytes, exposure);
  const external = externalData ? [{ path: 'model.onnx_data', data: externalData }] : [];
  const model = exposeAttention(bytes, facts).model;
  return openSession(nodeRuntime, { facts, bytes: model, externalData: external }, 'wasm', null);
}

/** Two ways to compute the same: rounding of float32, of float16, or steps of 8 bits. */
const TOLERANCES: Readonly<Record<string, number>> = { fp16: 5e-3, 'fp16-llama': 5e-3, 'int8-dynamic': 0.1 };

describe.each(maskedCases())('$name', ({ name, model, externalData, values, isBatched }) => {
  const tolerance = TOLERANCES[name] ?? 1e-5;

  async function withSession<Result>(work: (session: GraphSession) => Promise<Result>): Promise<Result> {
    const session = await open(model, 'masks', externalData);
    const result = await work(session);
    await session.release();
    return result;
  }

  test('masks of ones and zeros change no bit', async () => {
    const plain = await open(model, 'patterns', externalData);
    await withSession(async (masked) => {
      const all = { canScale: true, canReplacePattern: true, canAddContext: true, canReadContext: true, why: null };
      expect(masked.support).toEqual(masked.support.map(() => all));
      expect(values.length).toBeGreaterThan(0);
      for (const each of values) {
        const before = await plain.run(each);
        const after = await masked.run(each);
        expect(bitsOf(after)).toEqual(bitsOf(before));
        const nothing = before.layers.map((layer) => siteOf(layer, () => 1, 'all'));
        expect(bitsOf(await masked.run(each, 'attention', nothing))).toEqual(bitsOf(before));
      }
    });
    await plain.release();
  });

  test('a head turned down changes what comes after it, and not its own pattern', async () => {
    await withSession(async (session) => {
      const each = values[0]!;
      const before = await session.run(each);
      for (const [index, layer] of before.layers.entries()) {
        const after = await session.run(
          each,
          'attention',
          only(
            before,
            index,
            siteOf(layer, (head) => (head === 1 ? 0 : 1)),
          ),
        );
        expect(after.layers[index]!.data).toEqual(layer.data);
        expect(difference(saidIn(after), saidIn(before)), `layer ${index}`).toBeGreaterThan(1e-6);
      }
    });
  });

  test('a head that is taken away and put back as its pattern, or as its output, is as it was', async () => {
    await withSession(async (session) => {
      const each = values[0]!;
      const before = await session.run(each);
      const contexts = await session.contexts(each);
      for (const [index, layer] of before.layers.entries()) {
        const { nHeads, nQueries } = shapeOf(layer);
        const { data, nChannels, ...shape } = contexts[index]!;
        expect([shape.nHeads, shape.nQueries, nChannels * nHeads * nQueries]).toEqual([nHeads, nQueries, data.length]);
        const off = siteOf(layer, (head) => (head === 1 ? 0 : 1));
        const ways: SiteIntervention[] = [
          { ...off, pattern: ofHead(layer.data, nHeads, 1, 1) },
          { ...off, context: ofHead(data, nHeads, 1, 1) },
          // Every head but the one: half its pattern and half its output.
          {
            scale: siteOf(layer, (head) => (head === 1 ? 1 : 0)).scale,
            pattern: layer.data.map((value, at) => (headAt(at, layer.data, nHeads) === 1 ? 0 : value / 2)),
            context: data.map((value, at) => (headAt(at, data, nHeads) === 1 ? 0 : value / 2)),
          },
        ];
        for (const [way, site] of ways.entries()) {
          const after = await session.run(each, 'attention', only(before, index, site));
          expect(difference(saidIn(after), saidIn(before)), `layer ${index}, way ${way}`).toBeLessThan(tolerance);
        }
      }
    });
  });

  test('a layer scaled to nothing is one whose own patterns are taken off, and half of it half its outputs', async () => {
    await withSession(async (session) => {
      const each = values.at(-1)!;
      const before = await session.run(each);
      const contexts = await session.contexts(each);
      for (const [index, layer] of before.layers.entries()) {
        const run = async (site: SiteIntervention) =>
          saidIn(await session.run(each, 'attention', only(before, index, site)));
        const none = siteOf(layer, () => 1);
        const off = await run(siteOf(layer, () => 0));
        expect(difference(await run({ ...none, pattern: layer.data.map((value) => -value) }), off)).toBeLessThan(
          tolerance,
        );
        const half = await run(siteOf(layer, () => 0.5));
        const taken = contexts[index]!.data.map((value) => -value / 2);
        expect(difference(await run({ ...none, context: taken }), half)).toBeLessThan(tolerance);
        expect(difference(half, off)).toBeGreaterThan(1e-6);
      }
    });
  });

  test(`several at once score as each alone${isBatched ? ', in one batch' : ''}`, async () => {
    await withSession(async (session) => {
      const each = values[0]!;
      const before = await session.run(each);
      const alone = before.layers.map(({ data }, index): readonly SiteIntervention[] => {
        const layer = before.layers[index]!;
        return [
          siteOf(layer, (head) => (head === 0 ? 0 : 1)),
          { ...siteOf(layer, (head) => (head === 1 ? 0.25 : 1)), pattern: data.map((value) => value / 8) },
          siteOf(layer, () => 1),
        ];
      });
      for (const [index, sites] of alone.entries()) {
        const truth: Float32Array[] = [];
        for (const site of sites) truth.push(saidIn(await session.run(each, 'attention', only(before, index, site))));
        const joined = only(before, index, joinSites(sites));
        // The first call compares the two ways, the second takes the one that was found.
        for (let call = 0; call < 2; call++) {
          const scores = await session.scoreBatch([each, each, each], joined);
          scores.forEach(({ data }, at) => expect(difference(data, truth[at]!)).toBeLessThan(tolerance));
        }
      }
      expect(session.isBatched).toBe(isBatched);
    });
  });
});

function joinSites(sites: readonly SiteIntervention[]): SiteIntervention {
  const size = sites.find(({ pattern }) => pattern)!.pattern!.length;
  return {
    scale: join(sites.map(({ scale }) => scale)),
    pattern: join(sites.map(({ pattern }) => pattern ?? new Float32Array(size))),
    context: null,
  };
}

function join(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

function bitsOf({ layers, logits, output }: ForwardPass): string[] {
  return [...layers.map(({ data }) => data), logits?.data, output?.data].map((data) =>
    data === undefined ? '' : Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
  );
}

function saidIn({ logits, output }: ForwardPass): Float32Array {
  return (logits ?? output)!.data;
}

function siteOf(layer: LayerOutput, scale: (head: number) => number, parts?: 'all'): SiteIntervention {
  const { nHeads, nQueries, nKeys } = shapeOf(layer);
  return {
    scale: Float32Array.from({ length: nHeads }, (_, head) => scale(head)),
    pattern: parts === 'all' ? new Float32Array(nHeads * nQueries * nKeys) : null,
    context: null,
  };
}

function only({ layers }: ForwardPass, index: number, site: SiteIntervention): Interventions {
  return layers.map((_, at) => (at === index ? site : null));
}

function headAt(at: number, data: Float32Array, nHeads: number): number {
  return Math.floor(at / (data.length / nHeads));
}

/** The part of one head times a factor, and zero for all others. */
function ofHead(data: Float32Array, nHeads: number, head: number, factor: number): Float32Array {
  return data.map((value, at) => (headAt(at, data, nHeads) === head ? value * factor : 0));
}

function difference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  const max = a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
  return Number.isNaN(max) ? Infinity : max;
}
