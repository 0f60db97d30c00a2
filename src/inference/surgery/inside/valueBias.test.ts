import { expect, test } from 'vitest';
import { decodeConstant } from '../decodeConstant.ts';
import { readModel } from '../model.ts';
import { readGraph } from '../readGraph.ts';
import { loadZooModel } from '../testing/zoo.ts';

/** The bias of values as its file stores it: a row of its own, or the end of one of queries, keys and values. */
const CASES = [
  { name: 'gpt2', stored: (layer: number) => `transformer.h.${layer}.attn.c_attn.bias`, isPacked: true },
  {
    name: 'bert-eager',
    stored: (layer: number) => `encoder.layer.${layer}.attention.self.value.bias`,
    isPacked: false,
  },
  { name: 'ms-attention', stored: (layer: number) => `l${layer}.qkv.bias`, isPacked: true },
] as const;

test.each(CASES)(
  '$name: the bias of its values is what its file adds to them, and that of its queries where they stand in one row',
  ({ name, stored, isPacked }) => {
    const { model } = loadZooModel(name);
    const { initializers } = readModel(model).graph;
    for (const { layer, inside } of readGraph(model, 'inside').sites) {
      const [, tensor] = [...initializers].find(([each]) => each.endsWith(stored(layer)))!;
      const bytes = tensor.data!;
      const row = new Float32Array(new Uint8Array(bytes).buffer);
      const expected = isPacked ? row.subarray((row.length * 2) / 3) : row;
      expect(decodeConstant(inside!.valueBias!)!.data).toEqual(expected);
      const queries = isPacked ? row.subarray(0, row.length / 3) : decodeConstant(inside!.queryBias!)!.data;
      expect(decodeConstant(inside!.queryBias!)!.data).toEqual(queries);
    }
  },
);
