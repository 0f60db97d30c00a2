import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contextOfStrings } from '../labels/testing/strings.ts';
import type { AttentionTensor } from '../tensor.ts';
import { averageLinkage } from './cluster.ts';
import { cutTree } from './groups.ts';
import { headTree } from './headTree.ts';
import { classicalMds } from './mds.ts';
import { compareHeads } from './testing/compareHeads.ts';
import { farthest } from './testing/farthest.ts';

type Golden = {
  isCausal: boolean;
  tokens: string[];
  nLayers: number;
  nHeads: number;
  patterns: number[];
  distance: number[];
  contentDistance: number[];
  contentMass: number[];
  merges: [number, number, number, number][];
  order: number[];
  points: number[];
  shown: number;
  cuts: { tau: number; groups: number[][] }[];
};

const goldens: Record<string, Golden> = JSON.parse(
  readFileSync(new URL('fixtures/alike.json', import.meta.url), 'utf8'),
);

describe.each(Object.entries(goldens))('on a %s text', (_, golden) => {
  const tensor: AttentionTensor = {
    kind: 'encoder',
    nLayers: golden.nLayers,
    nHeads: golden.nHeads,
    nQueries: golden.tokens.length,
    nKeys: golden.tokens.length,
    data: Float32Array.from(golden.patterns),
  };
  const found = compareHeads(tensor, contextOfStrings(golden.tokens, golden.isCausal));
  const count = golden.nLayers * golden.nHeads;
  const distance = Float32Array.from(golden.distance);

  test('distances, those on content and content masses equal those of scipy', () => {
    expect(farthest(found.distance, golden.distance)).toBeLessThan(1e-6);
    expect(farthest(found.contentDistance, golden.contentDistance)).toBeLessThan(1e-6);
    expect(farthest(found.contentMass, golden.contentMass)).toBeLessThan(1e-6);
  });

  test('the tree and the order of its leaves equal those of scipy', () => {
    const { merges, order } = averageLinkage(distance, count);
    expect(merges.map(({ a, b, size }) => [a, b, size])).toEqual(golden.merges.map(([a, b, , size]) => [a, b, size]));
    expect(
      farthest(
        merges.map(({ height }) => height),
        golden.merges.map(([, , height]) => height),
      ),
    ).toBeLessThan(1e-12);
    expect(order).toEqual(golden.order);
  });

  test('groups are those of fcluster at the same height', () => {
    const tree = headTree(distance, count);
    for (const { tau, groups } of golden.cuts) {
      expect(cutTree(tree, tau).map(({ members }) => members)).toEqual(groups);
    }
  });

  test('the plane equals the top two eigenpairs of numpy', () => {
    const { points, shown } = classicalMds(distance, count);
    expect(farthest(points, golden.points)).toBeLessThan(1e-8);
    expect(shown).toBeCloseTo(golden.shown, 10);
  });
});
