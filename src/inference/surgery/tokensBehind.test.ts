import { expect, test } from 'vitest';
import { readConfig } from '../sources/modelConfig.ts';
import { wordsOfPicture } from '../vision/pictureWords.ts';
import { readGraph } from './readGraph.ts';
import { floats, seeded } from './testing/attentionModel.ts';
import { tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';
import { intTensor } from './write.ts';

const D = 6;
const joined = (tensors: readonly string[], out: string): TinyNode => {
  return { op: 'Concat', in: tensors, out: [out], attributes: { axis: 1 } };
};

/** A layer over 4 patches, whose keys may be joined with more. */
const model = (join: TinyNode, keys: readonly string[] = ['k']): Uint8Array =>
  tinyModel({
    inputs: { pixel_values: ['batch', 3, 4, 4] },
    outputs: ['y'],
    tensors: [
      floats('see', [D, 3, 2, 2], seeded(1, D * 12)),
      ...(['q', 'k', 'v'] as const).map((name, at) => floats(`w${name}`, [D, D], seeded(2 + at, D * D))),
      floats('cls', [1, 1, D], seeded(5, D)),
      floats('det', [1, 3, D], seeded(6, 3 * D)),
      intTensor('flat', [0, D, -1]),
      intTensor('first', [0]),
      intTensor('one', [1]),
      intTensor('rest', [-1, -1]),
    ],
    nodes: [
      { op: 'Conv', in: ['pixel_values', 'see'], out: ['seen'], attributes: { strides: [2, 2] } },
      { op: 'Reshape', in: ['seen', 'flat'], out: ['columns'] },
      { op: 'Transpose', in: ['columns'], out: ['patches'], attributes: { perm: [0, 2, 1] } },
      { op: 'Shape', in: ['pixel_values'], out: ['shape'] },
      { op: 'Gather', in: ['shape', 'first'], out: ['batch'] },
      { op: 'Concat', in: ['batch', 'one', 'one'], out: ['times'], attributes: { axis: 0 } },
      { op: 'Expand', in: ['det', 'times'], out: ['dets'] },
      join,
      { op: 'MatMul', in: ['x', 'wq'], out: ['q'] },
      { op: 'MatMul', in: ['x', 'wk'], out: ['k'] },
      { op: 'MatMul', in: ['x', 'wv'], out: ['v'] },
      joined(keys, 'ks'),
      joined(
        keys.map((name) => (name === 'k' ? 'v' : name)),
        'vs',
      ),
      { op: 'Transpose', in: ['ks'], out: ['kT'], attributes: { perm: [0, 2, 1] } },
      { op: 'MatMul', in: ['q', 'kT'], out: ['s'] },
      { op: 'Softmax', in: ['s'], out: ['p'], attributes: { axis: -1 } },
      { op: 'MatMul', in: ['p', 'vs'], out: ['y'] },
    ],
  });

test.each<[string, Uint8Array, number]>([
  ['learned tokens behind the patches and one before', model(joined(['cls', 'patches', 'dets'], 'x')), 3],
  ['stored ones, one sequence', model(joined(['patches', 'det'], 'x')), 3],
  ['learned tokens before the patches alone', model(joined(['cls', 'dets', 'patches'], 'x')), 0],
  ['a learned key and value, which nothing asks by', model(joined(['cls', 'patches'], 'x'), ['k', 'cls']), 0],
])('%s', (_, bytes, nBehind) => {
  const facts = readGraph(bytes);
  expect(facts.sites).toHaveLength(1);
  expect(facts.nBehind).toBe(nBehind);
});

test('tokens behind the patches are no registers before them: each patch keeps its name', () => {
  const layer = { kind: 'encoder', layer: 0, dims: [1, 1, 8, 8], data: new Float32Array(64) } as const;
  const shown = { width: 4, height: 4 };
  const { tokens, image } = wordsOfPicture([layer], shown, readConfig({ patch_size: 2 }), { nBehind: 3 });
  const patches = ['0,0', '0,1', '1,0', '1,1'].map((place) => `patch ${place}`);
  expect(tokens.map(({ text }) => text)).toEqual(['[CLS]', ...patches, 'query 0', 'query 1', 'query 2']);
  expect(tokens.map(({ special }) => special)).toEqual([true, false, false, false, false, true, true, true]);
  expect(image.nPrefix).toBe(1);
});
