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
export function expectPatterns({ stacks }: RunFile, { attentions }: ZooCase, tolerance = TOLERANCE): void {
  const kinds = [...new Set(attentions.map(({ kind }) => kind))];
  expect([...stacks.keys()].toSorted()).toEqual(kinds.toSorted());
  for (const [kind, { dims, data }] of stacks) {
    const truth = attentions.filter((each) => each.kind === kind);
    expect(dims, kind).toEqual([truth.length, ...truth[0]!.dims.slice(1)]);
    expect(
      largestDifference(
        data,
        truth.flatMap((each) => each.data),
      ),
      kind,
    ).toBeLessThan(tolerance);
  }
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}
