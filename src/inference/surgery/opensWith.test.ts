import { expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';
import { tinyModel } from './testing/tinyModel.ts';
import { floatScalar, intTensor } from './write.ts';
import type { NodeSpec } from './write.ts';

/** Nodes from a mask `m` and scores `s` to `p`, where `x` is computed and `token` is learned; `zero`, `one`, `low` and `least` are stored numbers. */
function opening(nodes: readonly NodeSpec[]): 0 | 1 | undefined {
  const bytes = tinyModel({
    inputs: { m: ['b', 1, 'n', 'n'], s: ['b', 2, 'n', 'n'] },
    nodes: [node('MatMul', 's', 'w', 'x'), ...nodes],
    outputs: ['p'],
    weights: { w: [6, 6], token: [1, 1, 6] },
    tensors: [
      floatScalar('zero', 0),
      floatScalar('one', 1),
      floatScalar('low', -1e9),
      floatScalar('least', -Infinity),
      intTensor('shape', [1]),
    ],
  });
  return readGraph(bytes).inputs.find(({ name }) => name === 'm')!.uses.opensWith;
}

const node = (op: string, ...tensors: readonly string[]): NodeSpec => ({
  op,
  in: tensors.slice(0, -1),
  out: tensors.slice(-1),
});

test.each<[string, 0 | 1 | undefined, readonly NodeSpec[]]>([
  ['scores where it is true, else a low number', 1, [node('Where', 'm', 's', 'low', 'p')]],
  ['a low number where it is true', 0, [node('Where', 'm', 'low', 's', 'p')]],
  ['turned round', 1, [node('Not', 'm', 'off'), node('Where', 'off', 'least', 's', 'p')]],
  ['compared with 0', 1, [node('Equal', 'm', 'zero', 'off'), node('Where', 'off', 'low', 's', 'p')]],
  ['made a number to add', 1, [node('Where', 'm', 'zero', 'least', 'a'), node('Add', 's', 'a', 'p')]],
  [
    '(1 - mask) times a low number',
    1,
    [
      node('Cast', 'm', 'f'),
      node('Sub', 'one', 'f', 'off'),
      node('Mul', 'off', 'low', 'a'),
      node('Add', 'a', 's', 'p'),
    ],
  ],
  ['times a low number', 0, [node('Cast', 'm', 'f'), node('Mul', 'f', 'low', 'a'), node('Add', 'a', 's', 'p')]],
  [
    'beside another mask, and a low number as long as the scores',
    1,
    [node('And', 'm', 's', 'both'), node('Expand', 'low', 'shape', 'lows'), node('Where', 'both', 's', 'lows', 'p')],
  ],
  [
    'a learned token in the place of a patch, by products',
    0,
    [
      node('Cast', 'm', 'f'),
      node('Mul', 'token', 'f', 'put'),
      node('Sub', 'one', 'f', 'left'),
      node('Mul', 'x', 'left', 'kept'),
      node('Add', 'kept', 'put', 'p'),
    ],
  ],
  ['a learned token in the place of a patch, by a choice', 0, [node('Where', 'm', 'token', 'x', 'p')]],
  ['what is computed, but where it is false', 1, [node('Cast', 'm', 'f'), node('Mul', 'x', 'f', 'p')]],
  [
    'scores first, whatever else is multiplied',
    1,
    [
      node('Sub', 'one', 'm', 'off'),
      node('Mul', 'x', 'off', 'y'),
      node('Where', 'm', 's', 'low', 'z'),
      node('Add', 'y', 'z', 'p'),
    ],
  ],
  ['numbers that are added are no mask', undefined, [node('Add', 'm', 's', 'p')]],
  ['nor is a choice between two things that are computed', undefined, [node('Where', 'm', 's', 's', 'p')]],
])('a mask: %s: lets all through with %s', (_, open, nodes) => {
  expect(opening(nodes)).toBe(open);
});
