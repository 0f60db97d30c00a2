import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { familyPaths, hasSet } from '../testing/familyRows.ts';
import { readGraph } from './readGraph.ts';
import { tinyModel } from './testing/tinyModel.ts';
import { intTensor } from './write.ts';
import type { NodeSpec } from './write.ts';

/** One attention of queries from `from` over keys and values from `over`, added to `from` as `to`. */
const layer = (from: string, over: string, to: string): readonly NodeSpec[] => [
  { op: 'MatMul', in: [from, 'w'], out: [`q.${to}`] },
  { op: 'MatMul', in: [over, 'w'], out: [`k.${to}`] },
  { op: 'MatMul', in: [over, 'w'], out: [`v.${to}`] },
  { op: 'Transpose', in: [`k.${to}`], out: [`kT.${to}`], attributes: { perm: [0, 2, 1] } },
  { op: 'MatMul', in: [`q.${to}`, `kT.${to}`], out: [`s.${to}`] },
  { op: 'Softmax', in: [`s.${to}`], out: [`p.${to}`], attributes: { axis: -1 } },
  { op: 'MatMul', in: [`p.${to}`, `v.${to}`], out: [`c.${to}`] },
  { op: 'MatMul', in: [`c.${to}`, 'w'], out: [`o.${to}`] },
  { op: 'Add', in: [from, `o.${to}`], out: [to] },
];

const numbers = (nodes: readonly NodeSpec[], output: string): readonly string[] => {
  const inputs = { x: [1, 5, 4], y: [1, 7, 4] };
  const { sites } = readGraph(tinyModel({ inputs, outputs: [output], weights: { w: [4, 4] }, nodes }));
  return sites.map(({ nodeName, block }) => `${nodeName} ${block}`).toSorted();
};

test('blocks of a decoder begin at 0 again, cross-attention is of the block of the self-attention before it', () => {
  const nodes = [
    ...layer('y', 'y', 'y1'),
    ...layer('y1', 'y1', 'y2'),
    ...layer('x', 'x', 'x1'),
    ...layer('x1', 'y2', 'x2'),
    ...layer('x2', 'x2', 'x3'),
    ...layer('x3', 'y2', 'x4'),
  ];
  expect(numbers(nodes, 'x4')).toEqual(['p.x1 0', 'p.x2 0', 'p.x3 1', 'p.x4 1', 'p.y1 0', 'p.y2 1']);
});

test('what cross-attention brings over does not make one stack of two', () => {
  const nodes = [
    ...layer('y', 'y', 'y1'),
    ...layer('y1', 'y1', 'y2'),
    ...layer('x', 'y2', 'x1'),
    ...layer('x1', 'x1', 'x2'),
  ];
  expect(numbers(nodes, 'x2')).toEqual(['p.x1 0', 'p.x2 0', 'p.y1 0', 'p.y2 1']);
});

/** Learned queries, as many as there are texts. */
const LEARNED: readonly NodeSpec[] = [
  { op: 'Shape', in: ['y'], out: ['shape'], attributes: { end: 1 } },
  { op: 'Concat', in: ['shape', 'rest'], out: ['wanted'], attributes: { axis: 0 } },
  { op: 'Expand', in: ['learned', 'wanted'], out: ['queries'] },
];

test.each([
  ['x', []],
  ['queries', LEARNED],
])('self-attention of %s is known to stand beside cross-attention, that of another stack is not', (from, first) => {
  const nodes = [...first, ...layer('y', 'y', 'y1'), ...layer(from, from, 'x1'), ...layer('x1', 'y1', 'x2')];
  const inputs = { ...(from === 'x' && { x: [1, 5, 4] }), y: ['batch', 7, 4] };
  const weights = { w: [4, 4], learned: [1, 5, 4] };
  const tensors = [intTensor('rest', [5, 4])];
  const { sites } = readGraph(tinyModel({ inputs, outputs: ['x2'], weights, tensors, nodes }));
  const beside = sites.filter(({ isBesideCross }) => isBesideCross).map(({ nodeName }) => nodeName);
  expect(beside).toEqual(['p.x1']);
});

test.skipIf(!hasSet('zoo-c'))('of DETR so are both decoder layers (skipped without ../shared/fixtures/zoo-c)', () => {
  const path = familyPaths({ set: 'zoo-c', family: 'detr' }).find((each) => each.endsWith('/model.onnx'));
  const bytes = readFileSync(path ?? '');
  const beside = readGraph(new Uint8Array(bytes)).sites.filter(({ isBesideCross }) => isBesideCross);
  expect(beside.map(({ nodeName, block }) => [/(\w+)\/layers/.exec(nodeName)?.[1], block])).toEqual([
    ['decoder', 0],
    ['decoder', 1],
  ]);
});
