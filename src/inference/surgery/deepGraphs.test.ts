import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { bytesField, concat, intField } from './protobuf.ts';
import { readGraph } from './readGraph.ts';
import { tinyGraph, tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';
import { nodeProto } from './write.ts';

/** More nodes in a row than calls fit on a stack. */
const N = 15_000;

/** One attention over `x`, with room for a chain at the places where walks begin. */
function attention(x: string, scores = 's', weights = 'p'): readonly TinyNode[] {
  return [
    { op: 'MatMul', in: [x, 'w'], out: ['q'] },
    { op: 'MatMul', in: [x, 'w'], out: ['v'] },
    { op: 'Transpose', in: ['q'], out: ['t'], attributes: { perm: [0, 2, 1] } },
    { op: 'MatMul', in: ['q', 't'], out: ['s'] },
    { op: 'Softmax', in: [scores], out: ['p'], attributes: { axis: -1 } },
    { op: 'MatMul', in: [weights, 'v'], out: ['c'] },
  ];
}

function chain(op: string, from: string, more: readonly string[] = []): readonly TinyNode[] {
  return Array.from({ length: N }, (_, i) => ({ op, in: [i === 0 ? from : `n${i - 1}`, ...more], out: [`n${i}`] }));
}

const END = `n${N - 1}`;

function read(nodes: readonly TinyNode[], outputs: readonly string[]) {
  const model = tinyModel({ nodes, inputs: { x: ['batch', 'token', 4] }, outputs, weights: { w: [4, 4] } });
  const facts = readGraph(model, 'masks');
  return { facts, exposed: exposeAttention(model, facts) };
}

describe('a graph that is very deep is read without a call for each of its nodes', () => {
  test.each<[string, readonly TinyNode[], readonly string[]]>([
    ['before the attention', [...chain('Relu', 'x'), ...attention(END)], ['c']],
    ['between scores and softmax', [...chain('Mul', 's', ['w']), ...attention('x', END)], ['c']],
    ['between weights and values', [...chain('Dropout', 'p'), ...attention('x', 's', END)], ['c']],
    ['behind the weights, which are shown', [...chain('Identity', 'p'), ...attention('x')], ['c', END]],
    ['behind the attention', [...attention('x'), ...chain('Relu', 'c')], [END]],
  ])('%s', (_, nodes, outputs) => {
    const { facts, exposed } = read(nodes, outputs);
    expect(facts.sites).toHaveLength(1);
    expect(exposed.outputs).toHaveLength(1);
  });

  test('nodes with very many inputs and users', () => {
    const wide: readonly TinyNode[] = [
      { op: 'Sum', in: Array.from({ length: 150_000 }, () => 'x'), out: ['y'] },
      ...attention('y'),
      ...Array.from({ length: N }, (_, i) => ({ op: 'Relu', in: ['p'], out: [`r${i}`] })),
    ];
    expect(read(wide, ['c']).facts.sites).toHaveLength(1);
  });
});

test.each([40, 1000])('branches nested %i deep are refused in words about their depth', (depth) => {
  let graph = tinyGraph({ nodes: attention('x'), inputs: {}, outputs: ['c'] });
  for (let level = 0; level < depth; level++) {
    const branches = { then_branch: graph, else_branch: tinyGraph({ nodes: [], inputs: {}, outputs: [] }) };
    graph = bytesField(1, nodeProto({ op: 'If', in: ['x'], out: ['c'], attributes: branches }));
  }
  const opset = bytesField(8, concat([bytesField(1, ''), intField(2, 17)]));
  expect(() => readGraph(concat([intField(1, 8), bytesField(7, graph), opset]))).toThrow(/nested more than 32 deep/);
});
