import { expect, test } from 'vitest';
import { indexGraph } from '../graph.ts';
import { readModel } from '../model.ts';
import { tinyModel } from '../testing/tinyModel.ts';
import type { TinyNode } from '../testing/tinyModel.ts';
import { INT64, rawTensor } from '../write.ts';
import { packedPart } from './packedPart.ts';

const place = (name: string, at: number) =>
  rawTensor(name, [], INT64, new Uint8Array(BigInt64Array.of(BigInt(at)).buffer));

const gather = (at: number): TinyNode => ({
  op: 'Gather',
  in: ['parts', `at${at}`],
  out: [`part${at}`],
  attributes: { axis: 0 },
});

/** Which part a Gather takes at the place `at`, where others take the parts at `others`. */
function partAt(at: number, others: readonly number[], more: readonly TinyNode[] = []) {
  const places = [at, ...others];
  const nodes: TinyNode[] = [
    { op: 'Reshape', in: ['x', 'shape'], out: ['split'] },
    { op: 'Transpose', in: ['split'], out: ['parts'], attributes: { perm: [2, 0, 3, 1, 4] } },
    ...places.map(gather),
    ...more,
  ];
  const shape = rawTensor('shape', [5], INT64, new Uint8Array(BigInt64Array.of(1n, 5n, 3n, 2n, 4n).buffer));
  const bytes = tinyModel({
    nodes,
    inputs: { x: [1, 5, 24] },
    outputs: [`part${at}`],
    tensors: [shape, ...places.map((each) => place(`at${each}`, each))],
  });
  const index = indexGraph(readModel(bytes).graph);
  return packedPart(index, index.producerOf.get(`part${at}`)!, `part${at}`);
}

const SLICE: TinyNode = { op: 'Slice', in: ['parts', 'at0', 'at1'], out: ['other'] };

test.each<[what: string, at: number, others: number[], more: TinyNode[], part: object | null]>([
  ['of all parts the second', 1, [0, 2], [], { at: 1, count: 3, of: 'x' }],
  ['a part of which the last counts from the end', 0, [1, -1], [], null],
  ['the last, which counts from the end', -1, [0, 1], [], null],
  ['one of several with a gap', 2, [0], [], null],
  ['one beside what is taken in another way', 0, [1], [SLICE], null],
  ['the only one', 0, [], [], null],
])('%s', (_, at, others, more, part) => {
  expect(partAt(at, others, more)).toEqual(part);
});
