import { expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';
import { tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';
import { rawTensor } from './write.ts';

/** Five positions, so that a triangle has room; the mask is what each case makes. */
const modelWith = (
  maskNodes: readonly TinyNode[],
  { inputs = {}, tensors = [] as readonly Uint8Array[], score = { op: 'Add', in: ['s0', 'mask'], out: ['s'] } } = {},
): Uint8Array =>
  tinyModel({
    inputs: { x: ['batch', 5, 3], padding: ['batch', 5], ...inputs },
    outputs: ['c'],
    weights: { wq: [3, 2], wk: [3, 2], wv: [3, 4], ones: [5, 5], low: [1] },
    tensors: [zero, window, ...tensors],
    nodes: [
      { op: 'MatMul', in: ['x', 'wq'], out: ['q'] },
      { op: 'MatMul', in: ['x', 'wk'], out: ['k'] },
      { op: 'MatMul', in: ['x', 'wv'], out: ['v'] },
      { op: 'Transpose', in: ['k'], out: ['kT'], attributes: { perm: [0, 2, 1] } },
      { op: 'MatMul', in: ['q', 'kT'], out: ['s0'] },
      ...maskNodes,
      score,
      { op: 'Softmax', in: ['s'], out: ['p'], attributes: { axis: -1 } },
      { op: 'MatMul', in: ['p', 'v'], out: ['c'] },
    ],
  });

const int64 = (name: string, value: number): Uint8Array => {
  return rawTensor(name, [], 7, new Uint8Array(BigInt64Array.of(BigInt(value)).buffer));
};
const zero = int64('zero', 0);
const window = int64('window', 2);

const POSITIONS: readonly TinyNode[] = [
  { op: 'Shape', in: ['x'], out: ['n'] },
  { op: 'Range', in: ['zero', 'n', 'one'], out: ['keys'] },
  { op: 'Unsqueeze', in: ['keys'], out: ['queries'] },
];
const chosen = { score: { op: 'Where', in: ['mask', 's0', 'low'], out: ['s'] } };

const boolMask = (isSeen: (query: number, key: number) => boolean): Uint8Array => {
  const cells = Array.from({ length: 49 }, (_, i) => Number(isSeen(Math.floor(i / 7), i % 7)));
  return rawTensor('stored', [1, 1, 7, 7], 9, Uint8Array.from(cells));
};
const SLICED: readonly TinyNode[] = [{ op: 'Slice', in: ['stored', 'zero', 'n', 'axes'], out: ['mask'] }];

const isCausal = (model: Uint8Array): boolean | null => readGraph(model).isCausal;

test.each<readonly [string, Uint8Array]>([
  ['Trilu', modelWith([{ op: 'Trilu', in: ['ones'], out: ['mask'] }])],
  [
    'positions compared with positions, one row shifted by the past',
    modelWith(
      [
        ...POSITIONS,
        { op: 'Sub', in: ['n', 'n'], out: ['past'] },
        { op: 'Add', in: ['queries', 'past'], out: ['shifted'] },
        { op: 'LessOrEqual', in: ['keys', 'shifted'], out: ['mask'] },
      ],
      chosen,
    ),
  ],
  [
    'the distance of positions compared with zero',
    modelWith(
      [
        ...POSITIONS,
        { op: 'Sub', in: ['queries', 'keys'], out: ['distance'] },
        { op: 'GreaterOrEqual', in: ['distance', 'zero'], out: ['mask'] },
      ],
      chosen,
    ),
  ],
  [
    'a stored lower triangle, sliced',
    modelWith(SLICED, { ...chosen, tensors: [boolMask((query, key) => key <= query)] }),
  ],
  [
    'a stored lower triangle of which a window is cut out',
    modelWith(SLICED, { ...chosen, tensors: [boolMask((query, key) => key <= query && key > query - 2)] }),
  ],
  [
    'a triangle together with padding',
    modelWith([
      { op: 'Trilu', in: ['ones'], out: ['triangle'] },
      { op: 'Unsqueeze', in: ['padding'], out: ['padding1'] },
      { op: 'Add', in: ['padding1', 'triangle'], out: ['mask'] },
    ]),
  ],
])('causal: %s', (_name, model) => {
  expect(isCausal(model)).toBe(true);
});

test.each<readonly [string, Uint8Array]>([
  ['no mask', modelWith([{ op: 'Identity', in: ['low'], out: ['mask'] }])],
  ['padding of keys', modelWith([{ op: 'Unsqueeze', in: ['padding'], out: ['mask'] }])],
  [
    'a window to both sides: distance without sign',
    modelWith(
      [
        ...POSITIONS,
        { op: 'Sub', in: ['queries', 'keys'], out: ['distance'] },
        { op: 'Abs', in: ['distance'], out: ['far'] },
        { op: 'LessOrEqual', in: ['far', 'window'], out: ['mask'] },
      ],
      chosen,
    ),
  ],
  [
    'a window to both sides: each side by its own comparison',
    modelWith(
      [
        ...POSITIONS,
        { op: 'Add', in: ['queries', 'window'], out: ['to'] },
        { op: 'Sub', in: ['queries', 'window'], out: ['from'] },
        { op: 'LessOrEqual', in: ['keys', 'to'], out: ['isBefore'] },
        { op: 'GreaterOrEqual', in: ['keys', 'from'], out: ['isAfter'] },
        { op: 'And', in: ['isBefore', 'isAfter'], out: ['mask'] },
      ],
      chosen,
    ),
  ],
  ['a triangle that begins far from the diagonal', modelWith([{ op: 'Trilu', in: ['ones', 'window'], out: ['mask'] }])],
  [
    'sequences in one row told apart by counting how many begin before',
    modelWith([
      ...POSITIONS,
      { op: 'GreaterOrEqual', in: ['queries', 'keys'], out: ['isAfter'] },
      { op: 'Cast', in: ['isAfter'], out: ['ones1'], attributes: { to: 7 } },
      { op: 'ReduceSum', in: ['ones1'], out: ['sequence'] },
      { op: 'Equal', in: ['sequence', 'sequence'], out: ['mask'] },
    ]),
  ],
  ['a stored full square', modelWith(SLICED, { ...chosen, tensors: [boolMask(() => true)] })],
  [
    'a stored band around the diagonal',
    modelWith(SLICED, { ...chosen, tensors: [boolMask((query, key) => Math.abs(query - key) < 2)] }),
  ],
  [
    'a learned bias picked by the sign of the distance',
    modelWith([
      ...POSITIONS,
      { op: 'Sub', in: ['queries', 'keys'], out: ['distance'] },
      { op: 'Greater', in: ['distance', 'zero'], out: ['isLater'] },
      { op: 'Gather', in: ['ones', 'isLater'], out: ['mask'] },
    ]),
  ],
])('not causal: %s', (_name, model) => {
  expect(isCausal(model)).toBe(false);
});

test.each<readonly [string, Uint8Array]>([
  [
    'a mask of four axes is fed',
    modelWith([{ op: 'Identity', in: ['fed'], out: ['mask'] }], { inputs: { fed: ['batch', 1, 5, 5] } }),
  ],
  [
    'positions compared with fed numbers, which may be positions or lengths',
    modelWith([...POSITIONS, { op: 'Less', in: ['keys', 'padding'], out: ['mask'] }], chosen),
  ],
  [
    'the stored square lies in another file',
    modelWith(SLICED, { ...chosen, tensors: [rawTensor('stored', [1, 1, 7, 7], 9, new Uint8Array(0))] }),
  ],
])('cannot tell: %s', (_name, model) => {
  expect(isCausal(model)).toBe(null);
});
