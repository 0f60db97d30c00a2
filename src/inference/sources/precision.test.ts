import { describe, expect, test } from 'vitest';
import { namePrecision } from './precision.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';
import type { AttentionSite, GraphFacts } from '../surgery/types.ts';
import { unsuitedToWebGpu } from '../runtime/webgpuFit.ts';

const base = readGraph(loadZooModel('bert-eager').model);
const stored = (weightBytesByType: GraphFacts['weightBytesByType']): GraphFacts => ({ ...base, weightBytesByType });

describe('namePrecision', () => {
  test.each<[GraphFacts['weightBytesByType'], string | null, string]>([
    [{ float32: 400 }, null, 'fp32'],
    [{ float32: 400 }, 'fp32', 'fp32'],
    [{ uint8: 100, float32: 400 }, 'q8', 'q8 + fp32'],
    [{ uint4: 100, float16: 100 }, 'q4f16', 'q4 + fp16'],
    [{ float16: 100 }, 'fp32', 'fp16 (named fp32)'],
    [{}, 'fp16', 'fp16'],
  ])('%j in a file named %s is %s', (weights, name, expected) => {
    expect(namePrecision([stored(weights)], name)).toBe(expected);
  });

  test('the weights of two graphs count together', () => {
    expect(namePrecision([stored({ float32: 400 }), stored({ float32: 4, float16: 200 })], null)).toBe('fp16 + fp32');
  });
});

describe('unsuitedToWebGpu', () => {
  test.each<[GraphFacts['weightBytesByType'], boolean, string | null]>([
    [{ float32: 400 }, false, null],
    [{ float16: 400 }, false, 'shader-f16'],
    [{ float16: 400 }, true, null],
    [{ 'float16>float32': 400 }, false, null],
    [{ int8: 400, float32: 400 }, true, '8-bit'],
    [{ uint8: 1 }, true, '8-bit'],
    [{ uint4: 400, float32: 40 }, false, null],
  ])('%j with half precision %s', (weights, hasHalf, why) => {
    const found = unsuitedToWebGpu([stored(weights)], hasHalf);
    expect(found && (found.match(/shader-f16|8-bit/)?.[0] ?? found)).toBe(why);
  });

  test('a node that gives its weights on the CPU only is named with its reason', () => {
    const cpuOnly = { nodeName: '/layer.1/Attention', why: 'its score output is empty on WebGPU' };
    const site: AttentionSite & { readonly cpuOnly: typeof cpuOnly } = { ...base.sites[1]!, cpuOnly };
    const facts = { ...base, sites: [base.sites[0]!, site] };
    expect(unsuitedToWebGpu([facts], true)).toBe('/layer.1/Attention: its score output is empty on WebGPU');
  });
});
