import { expect } from 'playwright/test';
import { loadZooModel } from '../../src/inference/surgery/testing/zoo.ts';
import type { ZooCase } from '../../src/inference/surgery/testing/zoo.ts';
import type { RunFile } from './runFile.ts';

/** How far a weight may be from what the framework computed in float32. */
export const TOLERANCE = 2e-6;

export function zooCase(name: string, index: number): ZooCase {
  const found = loadZooModel(name).cases[index];
  if (found === undefined) throw new RangeError(`${name} has no case ${index}`);
  return found;
}

/** An input of a case as a person types it. */
export function idsOf({ inputs }: ZooCase, input = 'input_ids'): string {
  return inputs[input]?.data.join(' ') ?? '';
}

/** Every pattern of every stack of a saved run against what the framework gave. */
export function expectPatterns(run: RunFile, { attentions }: ZooCase, tolerance = TOLERANCE): void {
  const truth = [...new Set(attentions.map(({ kind }) => kind))].map((kind) => {
    const layers = attentions.filter((each) => each.kind === kind);
    const data = Float32Array.from(layers.flatMap((layer) => layer.data));
    return [kind, { dims: [layers.length, ...layers[0]!.dims.slice(1)], data }] as const;
  });
  expectStacks(run, new Map(truth), tolerance);
}

/** Every pattern of every stack of a saved run against the true ones. */
export function expectStacks({ stacks }: RunFile, truth: RunFile['stacks'], tolerance = TOLERANCE): void {
  expect([...stacks.keys()].toSorted()).toEqual([...truth.keys()].toSorted());
  for (const [kind, { dims, data }] of stacks) {
    expect(dims, kind).toEqual(truth.get(kind)!.dims);
    expect(largestDifference(data, truth.get(kind)!.data), kind).toBeLessThan(tolerance);
  }
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}
