import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ModelFiles } from '../sources/modelFiles.ts';
import { filesOf, lookAt, startGraph } from '../testing/lookInside.ts';
import { measureCopying } from './word.ts';

const FIXTURES = new URL('../surgery/fixtures/projections/', import.meta.url);

type Known = { readonly constant: number[][]; readonly signs: readonly number[]; readonly output: number[][] };

/** From the weights by numpy, in double precision. */
const KNOWN: Readonly<Record<string, Known>> = JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8'));

function files(name: string): ModelFiles {
  return filesOf(new Uint8Array(readFileSync(new URL(`${name}.onnx`, FIXTURES))));
}

const PACKED = 'Queries, keys and values are packed in one product.';
const ADAPTED = 'Adapters of low rank stand beside products of this layer: weights are those with them, W + s A B.';

describe.each([
  ['lora', 'decoder', 'after', ADAPTED],
  ['lora-qv', 'decoder', 'after', ADAPTED],
  ['unbind', 'encoder', 'after', PACKED],
  ['torch-mha', 'encoder', 'query', PACKED],
  ['torch-mha-sdpa', 'encoder', 'both', PACKED],
] as const)('%s', (name, kind, place, note) => {
  test('every stage is had and passes its check, W_O and what b_V adds are the weights’ own, and so is their sign', async () => {
    const looked = await startGraph(files(name));
    expect(looked.layers).toEqual([{ kind, layer: 0 }]);
    const inside = await lookAt(looked, looked.layers[0]!);
    const { byWeights } = await measureCopying(
      looked.model,
      looked.kept,
      { about: 'copying', kind, layer: 0 },
      noTurn,
      () => {},
    );
    await looked.model.session.release();
    const { streamBefore, read, readKeys, query, key, value, context, outputWeights, attentionOutput, streamAfter } =
      inside;
    const all = [streamBefore, read, readKeys, query, key, value, context, outputWeights, attentionOutput, streamAfter];
    expect(all.map(({ from }) => from)).not.toContain('nowhere');
    expect(inside.checks.map((check) => [check.name, check.isPassed])).toEqual([
      ['weights', true],
      ['context', true],
      ['output', true],
    ]);
    expect([inside.nHeads, inside.dK, inside.d, inside.isPostNorm]).toEqual([3, 4, 12, false]);
    expect([inside.scale.place, inside.scale.value?.toFixed(4)]).toEqual([place, '0.5000']);
    expect(inside.notes).toContain(note);
    const { constant, signs, output } = KNOWN[name]!;
    if (outputWeights.from === 'nowhere' || byWeights === null || 'whyNot' in byWeights)
      throw new RangeError('no weights');
    expect(furthest(outputWeights.data, output.flat())).toBeLessThan(1e-6);
    expect(furthest(inside.constantWritten ?? [], constant.flat())).toBeLessThan(1e-6);
    expect(furthest(byWeights.signs, signs)).toBeLessThan(1e-5);
  });
});

const noTurn = async (): Promise<void> => {};

/** The largest difference; infinite where there are not as many of both. */
function furthest(found: ArrayLike<number>, expected: readonly number[]): number {
  if (found.length !== expected.length) return Infinity;
  return Math.max(...expected.map((value, at) => Math.abs(value - found[at]!)));
}
