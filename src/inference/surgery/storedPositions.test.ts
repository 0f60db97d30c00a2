import { describe, expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';
import { floats, seeded } from './testing/attentionModel.ts';
import { tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';
import { loadZooModel } from './testing/zoo.ts';
import { INT64, intTensor } from './write.ts';

const N_ROWS = 20;

/** Vectors of 4 numbers to which rows of a table are added: `nodes` make the numbers "picked" of what is read. */
const withTable = (nodes: readonly TinyNode[], take: readonly TinyNode[] = GATHER): number | null =>
  readGraph(
    tinyModel({
      inputs: { x: ['batch', 'token', 4], mask: ['batch', 'token'] },
      outputs: ['out'],
      tensors: [
        floats('table', [N_ROWS, 4], seeded(3, 4 * N_ROWS)),
        intTensor('zero', 0),
        intTensor('one', 1),
        intTensor('two', 2),
        intTensor('row0', [0]),
        intTensor('row1', [1]),
        intTensor('row01', [0, 2]),
        intTensor('far', [2 ** 31 - 1]),
        intTensor('counted5', [0, 1, 2, 3, 4]),
      ],
      nodes: [
        { op: 'Shape', in: ['x'], out: ['shape'] },
        { op: 'Gather', in: ['shape', 'one'], out: ['length'] },
        { op: 'Gather', in: ['shape', 'row1'], out: ['lengthRow'] },
        ...nodes,
        ...take,
        { op: 'Add', in: ['x', 'positions'], out: ['out'] },
      ],
    }),
  ).nPositions;

const GATHER: readonly TinyNode[] = [{ op: 'Gather', in: ['table', 'picked'], out: ['positions'] }];
const RANGE: TinyNode = { op: 'Range', in: ['zero', 'length', 'one'], out: ['range'] };
const COUNTED: readonly TinyNode[] = [
  { op: 'Cast', in: ['mask'], out: ['ones'], attributes: { to: INT64 } },
  { op: 'CumSum', in: ['ones', 'one'], out: ['counted'] },
];

describe('rows of a table of positions that stand for positions', () => {
  test.each<[string, readonly TinyNode[], number | null]>([
    ['counted from 0', [{ ...RANGE, out: ['picked'] }], 20],
    ['counted from 2 on, as OPT and BART do', [RANGE, { op: 'Add', in: ['range', 'two'], out: ['picked'] }], 18],
    ['a range that begins at 2', [{ op: 'Range', in: ['two', 'length', 'one'], out: ['picked'] }], 18],
    [
      'tokens that are no padding, counted from 1, behind the number of padding: RoBERTa',
      [
        ...COUNTED,
        { op: 'Mul', in: ['counted', 'ones'], out: ['masked'] },
        { op: 'Add', in: ['masked', 'one'], out: ['picked'] },
      ],
      18,
    ],
    ['the same less 1', [...COUNTED, { op: 'Sub', in: ['counted', 'one'], out: ['picked'] }], 20],
    [
      'distances, which go on where their table ends',
      [
        RANGE,
        { op: 'Unsqueeze', in: ['range', 'row1'], out: ['down'] },
        { op: 'Sub', in: ['range', 'down'], out: ['distance'] },
        { op: 'Add', in: ['distance', 'two'], out: ['picked'] },
      ],
      null,
    ],
    ['every second place', [RANGE, { op: 'Mul', in: ['range', 'two'], out: ['picked'] }], null],
  ])('%s', (_, nodes, right) => {
    expect(withTable(nodes)).toBe(right);
  });

  test('the first rows, as many as are read', () => {
    const slice = (start: string): readonly TinyNode[] => [
      { op: 'Slice', in: ['table', start, 'lengthRow', 'row0'], out: ['positions'] },
    ];
    expect(withTable([], slice('row0'))).toBe(20);
    expect(withTable([], slice('row1'))).toBe(null);
  });

  test('the last rows, as many as are read: slopes of ALiBi', () => {
    const nodes: readonly TinyNode[] = [{ op: 'Neg', in: ['lengthRow'], out: ['fromEnd'] }];
    const slice = (end: string): readonly TinyNode[] => [
      { op: 'Slice', in: ['table', 'fromEnd', end, 'row0'], out: ['positions'] },
    ];
    expect(withTable(nodes, slice('far'))).toBe(20);
    // Rows between two lengths are those of distances.
    expect(withTable(nodes, slice('lengthRow'))).toBe(null);
  });

  test('a table that is repeated for each sequence, of which numbers are picked one by one', () => {
    const nodes: readonly TinyNode[] = [
      RANGE,
      { op: 'Unsqueeze', in: ['range', 'row01'], out: ['numbers'] },
      { op: 'Unsqueeze', in: ['table', 'row0'], out: ['tables'] },
    ];
    const take: readonly TinyNode[] = [
      { op: 'GatherElements', in: ['tables', 'numbers'], out: ['positions'], attributes: { axis: 1 } },
    ];
    expect(withTable(nodes, take)).toBe(20);
  });

  test('a stored row of numbers says nothing where it is taken whole', () => {
    expect(withTable([{ op: 'Identity', in: ['counted5'], out: ['picked'] }])).toBe(null);
    expect(withTable([{ op: 'Slice', in: ['counted5', 'row0', 'lengthRow', 'row0'], out: ['picked'] }])).toBe(20);
  });

  test('RoBERTa of the zoo has 16 rows, of which the first two are for padding', () => {
    expect(readGraph(loadZooModel('external-data').model).nPositions).toBe(14);
  });
});
