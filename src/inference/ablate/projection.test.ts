import { describe, expect, test } from 'vitest';
import type { Logits } from '../../core/run.ts';
import type { SiteIntervention } from '../runtime/interventions.ts';
import { openModel } from '../runtime/modelSession.ts';
import type { ModelPass, ModelSession } from '../runtime/modelSession.ts';
import { exposeAttention } from '../surgery/expose.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { modelFile, reference } from '../testing/shippedModels.ts';
import { zeroedProjection } from '../testing/zeroedProjection.ts';

const N_LAYERS = 4;
const N_HEADS = 8;

const distance = (a: Float32Array, b: Float32Array): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, at) => Math.max(worst, Math.abs(value - b[at]!)), 0);
};

const logitsOf = ({ logits }: ModelPass): Logits => {
  if (logits === null) throw new RangeError('invalid pass: no logits');
  return logits;
};

const patternDistance = (a: ModelPass, b: ModelPass): number =>
  Math.max(...a.layers.map(({ data }, layer) => distance(data, b.layers[layer]!.data)));

describe.each([
  ['bookworm-gpt', 4096],
  ['bookworm-bert', 5000],
] as const)('%s', (id, nVocab) => {
  const file = modelFile(id, 'onnx/model.onnx');
  const { ids } = reference(id);
  const feed = { kind: 'tokens', tokens: { ids, typeIds: ids.map(() => 0) } } as const;

  async function withSession<Result>(bytes: Uint8Array, work: (session: ModelSession) => Promise<Result>) {
    const facts = readGraph(bytes, 'masks');
    const whole = { facts, bytes: exposeAttention(bytes, facts).model, externalData: [] };
    const session = await openModel(nodeRuntime, { kind: 'whole', whole }, 'wasm', nVocab);
    try {
      return await work(session);
    } finally {
      await session.release();
    }
  }

  const zeroing = (layer: number, heads: readonly number[]) =>
    Array.from({ length: N_LAYERS }, (_, at): SiteIntervention | null => {
      if (at !== layer) return null;
      const scale = new Float32Array(N_HEADS).fill(1);
      for (const head of heads) scale[head] = 0;
      return { scale, pattern: null, context: null };
    });

  // Two heads of every layer, and a whole layer.
  const cases = Array.from({ length: N_LAYERS }, (_, layer) => [layer, (layer + 5) % N_HEADS] as const).flatMap(
    ([layer, head]) => [[layer, [head]] as const, [layer, [(head + 4) % N_HEADS]] as const],
  );
  const wholeLayer = [1, Array.from({ length: N_HEADS }, (_, head) => head)] as const;

  // Bit for bit: what is left to rounding is between this runtime and another one, see ablation.test.ts.
  test('a head of mask 0 is one whose rows of the output projection are zero', async () => {
    await withSession(file, async (masked) => {
      const whole = await masked.run(feed);
      for (const [layer, heads] of [...cases, wholeLayer]) {
        const name = `layer ${layer}, heads ${heads.join(' ')}`;
        const byMask = await masked.run(feed, zeroing(layer, heads));
        const byWeights = await withSession(zeroedProjection(file, layer, heads, N_HEADS), (session) =>
          session.run(feed),
        );
        expect(distance(logitsOf(byMask).data, logitsOf(byWeights).data), `in ${name}`).toBe(0);
        expect(patternDistance(byMask, byWeights), `in ${name}`).toBe(0);
        expect(distance(logitsOf(byMask).data, logitsOf(whole).data), `${name} does something`).toBeGreaterThan(0.01);
      }
    });
  });
});
