import { expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';
import { tinyModel } from './testing/tinyModel.ts';
import { intTensor } from './write.ts';

/** Three stored queries look at keys and values that are projected from what is fed. */
function pooling(isRepeated: boolean): Uint8Array {
  return tinyModel({
    inputs: { x: ['batch', 'position', 4] },
    outputs: ['y'],
    weights: { probe: [1, 3, 4], Wk: [4, 4], Wv: [4, 4] },
    tensors: [intTensor('zero', [0]), intTensor('ones', [1, 1])],
    nodes: [
      { op: 'Shape', in: ['x'], out: ['shape'] },
      { op: 'Gather', in: ['shape', 'zero'], out: ['n'] },
      { op: 'Concat', in: ['n', 'ones'], out: ['times'], attributes: { axis: 0 } },
      { op: isRepeated ? 'Tile' : 'Identity', in: isRepeated ? ['probe', 'times'] : ['probe'], out: ['q'] },
      { op: 'MatMul', in: ['x', 'Wk'], out: ['k'] },
      { op: 'MatMul', in: ['x', 'Wv'], out: ['v'] },
      { op: 'Transpose', in: ['k'], out: ['kT'], attributes: { perm: [0, 2, 1] } },
      { op: 'MatMul', in: ['q', 'kT'], out: ['s'] },
      { op: 'Softmax', in: ['s'], out: ['p'] },
      { op: 'MatMul', in: ['p', 'v'], out: ['y'] },
    ],
  });
}

test('stored queries that are repeated for each sequence look across: they are no projection of what is looked at', () => {
  const { sites, notAttention } = readGraph(pooling(true));
  expect(sites.map(({ kind, query, key, value }) => [kind, query, key, value])).toEqual([['cross', 'q', 'kT', 'v']]);
  expect(notAttention).toEqual([]);
});

test('a stored factor that no sequence has its own copy of may be a router, and is refused by its name', () => {
  const { sites, notAttention } = readGraph(pooling(false));
  expect(sites).toEqual([]);
  expect(notAttention[0]?.why).toContain('activations times a constant weight');
});
