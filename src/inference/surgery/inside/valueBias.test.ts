import { expect, test } from 'vitest';
import { decodeConstant } from '../decodeConstant.ts';
import { readModel } from '../model.ts';
import { readGraph } from '../readGraph.ts';
import { loadZooModel } from '../testing/zoo.ts';

/** The biases of values and queries as the file stores them: rows of their own, or the end and the beginning of one of queries, keys and values. */
const CASES = [
  { name: 'gpt2', packed: 'transformer.h.N.attn.c_attn.bias' },
  {
    name: 'bert-eager',
    packed: null,
    query: 'encoder.layer.N.attention.self.query.bias',
    value: 'encoder.layer.N.attention.self.value.bias',
  },
  { name: 'ms-attention', packed: 'lN.qkv.bias' },
] as const;

test.each(CASES)('$name: the biases of its values and of its queries are what its file adds to them', (one) => {
  const { model } = loadZooModel(one.name);
  const { initializers } = readModel(model).graph;
  for (const { layer, inside } of readGraph(model, 'inside').sites) {
    const rowOf = (name: string): Float32Array => {
      const [, tensor] = [...initializers].find(([each]) => each.endsWith(name.replace('N', `${layer}`)))!;
      return new Float32Array(new Uint8Array(tensor.data!).buffer);
    };
    const thirdOf = (row: Float32Array, third: number): Float32Array =>
      row.subarray((row.length * third) / 3, (row.length * (third + 1)) / 3);
    const [query, value] =
      one.packed === null
        ? [rowOf(one.query), rowOf(one.value)]
        : [thirdOf(rowOf(one.packed), 0), thirdOf(rowOf(one.packed), 2)];
    expect(query).not.toEqual(value);
    expect(decodeConstant(inside!.queryBias!)!.data).toEqual(query);
    expect(decodeConstant(inside!.valueBias!)!.data).toEqual(value);
  }
});
