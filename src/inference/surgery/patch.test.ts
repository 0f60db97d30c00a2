import { expect, test } from 'vitest';
import { applyPatch } from './patch.ts';
import { bytesField, concat } from './protobuf.ts';
import { readModel } from './model.ts';
import { floats } from './testing/attentionModel.ts';
import { tinyModel } from './testing/tinyModel.ts';
import { nodeProto } from './write.ts';
import type { NodeSpec } from './write.ts';

const relu = (from: string, to: string): NodeSpec => ({ op: 'Relu', in: [from], out: [to] });
const weights = floats('w', [3], [1, 2, 3]);
const model = tinyModel({
  inputs: { x: [3] },
  outputs: ['c'],
  tensors: [weights],
  nodes: [
    relu('x', 'a'),
    { op: 'Split', name: 'split', in: ['a'], out: ['b', ''], attributes: { axis: 0, num_outputs: 2 } },
  ],
});
/** The graph goes on in a second record, as protobuf allows. */
const inTwo = concat([model, bytesField(7, bytesField(1, nodeProto(relu('b', 'c'))))]);

test('nothing to do leaves the very same bytes', () => {
  expect(applyPatch(model, { nodes: new Map(), records: [] })).toBe(model);
});

test('a node in a later record is counted from the first', () => {
  const by = [relu('b', 'b1'), relu('b1', 'c')];
  const { graph } = readModel(applyPatch(inTwo, { nodes: new Map([[2, { kind: 'replace', by }]]), records: [] }));
  expect(graph.nodes.map((node) => node.outputs)).toEqual([['a'], ['b', ''], ['b1'], ['c']]);
});

test('an extended node keeps its inputs, name and other attributes', () => {
  const change = { kind: 'extend', outputs: ['b', 'd'], attributes: { num_outputs: 3 } } as const;
  const patched = applyPatch(inTwo, { nodes: new Map([[1, change]]), records: [bytesField(12, bytesField(1, 'd'))] });
  const { graph, opset } = readModel(patched);
  expect(graph.nodes[1]).toMatchObject({ name: 'split', opType: 'Split', inputs: ['a'], outputs: ['b', 'd'] });
  expect(graph.nodes[1]!.attributes).toEqual(
    new Map([
      ['axis', { kind: 'int', value: 0 }],
      ['num_outputs', { kind: 'int', value: 3 }],
    ]),
  );
  expect(graph.outputs.map(({ name }) => name)).toEqual(['c', 'd']);
  expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
  expect(graph.initializers.get('w')!.data).toEqual(new Uint8Array(Float32Array.of(1, 2, 3).buffer));
  expect(opset).toBe(17);
});

test('everything but the node and the lengths around it stays byte for byte', () => {
  const change = { kind: 'replace', by: [relu('x', 'a')] } as const;
  expect(applyPatch(inTwo, { nodes: new Map([[0, change]]), records: [] })).toEqual(inTwo);
});
