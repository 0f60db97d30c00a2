import { expect, test } from 'vitest';
import { decodeConstant } from '../decodeConstant.ts';
import { indexGraph } from '../graph.ts';
import { readModel } from '../model.ts';
import { tinyModel } from '../testing/tinyModel.ts';
import type { TinyNode } from '../testing/tinyModel.ts';
import { rawTensor } from '../write.ts';
import { keptEmbedding } from './embedding.ts';
import { endingOf } from './ending.ts';

/** 5 words and 5 scores of 3 channels; `first` is the stream, made of the fed `ids` [1, token] and the one number `task`. */
function endingOfEmbedded(nodes: readonly TinyNode[]) {
  const whole = (name: string, dims: readonly number[], ...bytes: readonly number[]): Uint8Array =>
    rawTensor(name, dims, 2, Uint8Array.from(bytes));
  const index = indexGraph(
    readModel(
      tinyModel({
        inputs: { ids: [1, 'token'], task: [] },
        outputs: ['logits'],
        weights: { words: [5, 3], tasks: [2, 3], places: [9, 3], gamma: [3], beta: [3], u: [3, 5], channels: [3] },
        tensors: [
          rawTensor('half', [], 1, new Uint8Array(Float32Array.of(0.5).buffer)),
          whole('small', [5, 3], 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21),
          whole('zero', [], 10),
          whole('zeros', [3], 10, 10, 10),
        ],
        nodes: [
          ...nodes,
          { op: 'LayerNormalization', in: ['first', 'gamma', 'beta'], out: ['normed'] },
          { op: 'MatMul', in: ['normed', 'u'], out: ['logits'] },
        ],
      }),
    ).graph,
  );
  const ending = endingOf(index, [], ['first']);
  if ('whyNot' in ending) throw new Error(ending.whyNot);
  return ending;
}

const picked = (table: string, by: string, out: string): TinyNode => ({ op: 'Gather', in: [table, by], out: [out] });
const scaled = (from: string, scale: string, zero: string, out: string): TinyNode => ({
  op: 'DequantizeLinear',
  in: [from, scale, zero],
  out: [out],
});
const HALVED = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5];
const ONES = Array.from({ length: 15 }, () => 1);

test.each<[string, readonly TinyNode[], readonly number[] | string]>([
  ['plain', [picked('words', 'ids', 'first')], ONES],
  ['scaled behind it', [picked('small', 'ids', 'rows'), scaled('rows', 'half', 'zero', 'first')], HALVED],
  ['scaled before it', [scaled('small', 'half', 'zero', 'large'), picked('large', 'ids', 'first')], HALVED],
  [
    'scaled behind it channel by channel',
    [picked('small', 'ids', 'rows'), scaled('rows', 'channels', 'zeros', 'first')],
    'the table that words are embedded by is stored in a form that is not read',
  ],
  [
    'made plain by a cast alone',
    [picked('small', 'ids', 'rows'), { op: 'Cast', in: ['rows'], out: ['first'], attributes: { to: 1 } }],
    'the table that words are embedded by is stored in a form that is not read',
  ],
  [
    'of something else',
    [picked('tasks', 'ids', 'first')],
    'the graph does not tell by which table the words that it scores are embedded',
  ],
])('a table that is %s', (_, nodes, expected) => {
  const { embedding } = endingOfEmbedded(nodes);
  if (embedding === 'tied') throw new Error('tied');
  expect('whyNot' in embedding ? embedding.whyNot : [...decodeConstant(embedding)!.data]).toEqual(expected);
});

const COUNT: readonly TinyNode[] = [
  { op: 'Shape', in: ['ids'], out: ['shape'] },
  { op: 'Range', in: ['zero', 'shape', 'half'], out: ['counted'] },
];

test.each<[string, readonly TinyNode[], unknown]>([
  ['ids', [picked('words', 'ids', 'part')], { input: 'ids', table: 'words', scaledBy: null }],
  ['one number that is fed', [picked('tasks', 'task', 'part')], { input: 'task', table: 'tasks', scaledBy: null }],
  [
    'what comes of one number that is fed',
    [{ op: 'Add', in: ['task', 'half'], out: ['next'] }, picked('tasks', 'next', 'part')],
    null,
  ],
  ['places that are counted', [...COUNT, picked('places', 'counted', 'part')], 'counted'],
  [
    'as many as there are tokens',
    [
      { op: 'Shape', in: ['ids'], out: ['shape'] },
      { op: 'Slice', in: ['places', 'zero', 'shape'], out: ['part'] },
    ],
    'counted',
  ],
])('rows are picked by %s', (_, nodes, expected) => {
  const { parts } = endingOfEmbedded([
    ...nodes,
    { op: 'MatMul', in: ['ids', 'u'], out: ['other'] },
    { op: 'Add', in: ['other', 'part'], out: ['first'] },
  ]);
  expect(parts.find(({ names }) => names.includes('part'))!.by).toEqual(expected);
});

test('a table that is told and too large beside the last weights is said to be that', () => {
  const { embedding } = endingOfEmbedded([picked('words', 'ids', 'first')]);
  expect(keptEmbedding(embedding, 100, 160)).toMatchObject({ dims: [5, 3] });
  expect(keptEmbedding(embedding, 101, 160)).toEqual({
    whyNot: expect.stringContaining('too large to be kept together'),
  });
});
