import { describe, expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';
import { attentionModel } from './testing/attentionModel.ts';
import { maskFamily } from './testing/maskFamily.ts';
import { runFamily } from './testing/runFamily.ts';
import { FAMILIES, nHeads, nTokens } from './testing/fusedFamilies.ts';

describe.each(FAMILIES)('$name', (family) => {
  test('is found in both layers', () => {
    const { sites, notAttention } = readGraph(attentionModel(family));
    expect(sites.map((site) => site.layer)).toEqual([0, 1]);
    expect(sites[1]).toMatchObject(family.expect ?? {});
    expect(notAttention).toEqual([]);
    const isCpuOnly = /^Group|with padding/.test(family.name);
    expect(sites.map((site) => site.cpuOnly !== null)).toEqual([isCpuOnly, isCpuOnly]);
    expect(new Set(sites.map((site) => site.cpuOnly?.nodeName)).size).toBe(isCpuOnly ? 2 : 1);
  });

  test('gives the patterns of the plain loops, and its output as before', async () => {
    const run = await runFamily(family);
    expect(run.dims).toEqual([1, nHeads, nTokens, nTokens]);
    const { isHalf = false } = family;
    expect(run.patternError).toBeLessThan(isHalf ? 2e-3 : 2e-6);
    expect(run.outputError).toBeLessThan(isHalf ? 1e-2 : 1e-5);
    expect(run.outputChange).toBeLessThan(isHalf ? 1e-2 : 2e-6);
    expect(run.nBytesAddedAgain).toBe(0);
  });

  test('with a head turned down gives what the plain loops give without it', async () => {
    const run = await maskFamily(family);
    const tolerance = family.isHalf ? 1e-2 : 1e-5;
    expect(run.limits).toEqual([null, null]);
    expect(run.change).toBe(0);
    expect(run.offError).toBeLessThan(tolerance);
    expect(run.flatError).toBeLessThan(tolerance);
    expect(run.backError).toBeLessThan(tolerance);
  });
});
