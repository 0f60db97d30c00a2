import { expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { tinyGraph, tinyModel } from './testing/tinyModel.ts';
import type { GraphFacts } from './types.ts';
import { intTensor } from './write.ts';
import type { NodeSpec } from './write.ts';

type Mix = (from: string, at: number) => readonly NodeSpec[];

const PERM = { perm: [0, 2, 1] };

const project = (from: string, at: number): readonly NodeSpec[] =>
  ['q', 'k', 'v'].map((name) => ({ op: 'MatMul', in: [from, 'w'], out: [`${name}${at}`] }));

const softmaxAttention: Mix = (from, at) => [
  ...project(from, at),
  { op: 'Transpose', in: [`k${at}`], out: [`kT${at}`], attributes: PERM },
  { op: 'MatMul', in: [`q${at}`, `kT${at}`], out: [`s${at}`] },
  { op: 'Softmax', in: [`s${at}`], out: [`p${at}`], attributes: { axis: -1 } },
  { op: 'MatMul', in: [`p${at}`, `v${at}`], out: [`c${at}`] },
];
/** Keys times values first, then queries: no weights over keys ever exist. */
const products: Mix = (from, at) => [
  ...project(from, at),
  { op: 'Relu', in: [`k${at}`], out: [`kr${at}`] },
  { op: 'Transpose', in: [`kr${at}`], out: [`kT${at}`], attributes: PERM },
  { op: 'MatMul', in: [`kT${at}`, `v${at}`], out: [`state${at}`] },
  { op: 'MatMul', in: [`q${at}`, `state${at}`], out: [`c${at}`] },
];
const operator: Mix = (from, at) => [
  ...project(from, at),
  { op: 'LinearAttention', domain: 'com.microsoft', in: [`q${at}`, `k${at}`, `v${at}`], out: [`c${at}`] },
];
const recurrence: Mix = (from, at) => {
  const body = tinyGraph({
    inputs: { h: [4], u: [4] },
    nodes: [{ op: 'Add', in: ['h', 'u'], out: ['h1'] }],
    outputs: ['h1'],
  });
  return [
    { op: 'MatMul', in: [from, 'w'], out: [`u${at}`] },
    { op: 'Scan', in: ['h0', `u${at}`], out: [`c${at}`], attributes: { body, num_scan_inputs: 1 } },
  ];
};

/** Layers in a residual stream; nodes get names if `name` says so. */
const factsOf = (mixes: readonly Mix[], name?: (at: number) => string): GraphFacts => {
  const nodes = mixes.flatMap((mix, at) => {
    const from = at === 0 ? 'x' : `x${at}`;
    return [
      ...mix(from, at).map((node) => (name === undefined ? node : { ...node, name: `${name(at)}/${node.out[0]}` })),
      { op: 'MatMul', in: [`c${at}`, 'w'], out: [`o${at}`] },
      { op: 'Add', in: [from, `o${at}`], out: [`x${at + 1}`] },
    ];
  });
  return readGraph(
    tinyModel({ inputs: { x: [1, 5, 4] }, outputs: [`x${mixes.length}`], weights: { w: [4, 4], h0: [4] }, nodes }),
  );
};

test.each<readonly [string, Mix, RegExp]>([
  ['products without a softmax', products, /^linear attention: 2 products/],
  ['the operator LinearAttention', operator, /^linear attention/],
  ['a Scan over activations', recurrence, /^recurrent or state-space layer: a Scan/],
])('layers of softmax attention keep their number beside %s', (_name, mix, what) => {
  const { sites, otherMixers, notAttention } = factsOf([mix, mix, mix, softmaxAttention, mix, softmaxAttention, mix]);
  expect(sites.map(({ layer, block }) => [layer, block])).toEqual([
    [0, 3],
    [1, 5],
  ]);
  expect(otherMixers.map(({ block }) => block)).toEqual([0, 1, 2, 4, 6]);
  for (const mixer of otherMixers) expect(mixer.what).toMatch(what);
  expect(notAttention).toEqual([]);
});

test('numbers in the names hold where they rise', () => {
  const named = factsOf([products, softmaxAttention, softmaxAttention], (at) => `/model/layers.${4 * at + 3}/attn`);
  expect(named.sites.map((site) => site.block)).toEqual([7, 11]);
  expect(named.otherMixers.map((mixer) => mixer.block)).toEqual([3]);
  const falling = factsOf([softmaxAttention, softmaxAttention], (at) => `/model/layers.${7 - at}/attn`);
  expect(falling.sites.map((site) => site.block)).toEqual([0, 1]);
});

test('a model of such layers alone has no attention, and the reason names them', () => {
  const facts = factsOf([products, operator]);
  expect(facts.sites).toEqual([]);
  expect(() => exposeAttention(new Uint8Array(), facts)).toThrow(AppError);
  expect(() => exposeAttention(new Uint8Array(), facts)).toThrow(/state0: linear attention.*c1: linear attention/);
});

test('one product of activations alone is no layer: it may compare two embeddings', () => {
  const similarity: Mix = (from, at) => [
    ...project(from, at),
    { op: 'Transpose', in: [`k${at}`], out: [`kT${at}`], attributes: PERM },
    { op: 'MatMul', in: [`q${at}`, `kT${at}`], out: [`c${at}`] },
  ];
  expect(factsOf([softmaxAttention, similarity]).otherMixers).toEqual([]);
});

test.each([
  ['stored sizes', ['sizes']],
  ['sizes that are joined', ['one', 'five', 'two', 'two']],
])('a matrix that each token makes for itself brings nothing from one position to another: %s', (_name, shape) => {
  /** Channels as two rows, multiplied by two rows and columns of the same token. */
  const perToken = (from: string, at: number): readonly NodeSpec[] => [
    { op: 'MatMul', in: [from, 'w'], out: [`m${at}`] },
    { op: 'Tanh', in: [`m${at}`], out: [`t${at}`] },
    ...(shape.length > 1 ? [{ op: 'Concat', in: shape, out: [`shape${at}`], attributes: { axis: 0 } }] : []),
    { op: 'Reshape', in: [`t${at}`, shape[1] === undefined ? 'sizes' : `shape${at}`], out: [`r${at}`] },
    { op: 'Transpose', in: [`r${at}`], out: [`rT${at}`], attributes: { perm: [0, 1, 3, 2] } },
    { op: 'Reshape', in: [from, 'sizes'], out: [`u${at}`] },
    { op: 'MatMul', in: [`u${at}`, `rT${at}`], out: [`p${at}`] },
    { op: 'Reshape', in: [`p${at}`, 'flat'], out: [`f${at}`] },
    { op: 'Add', in: [from, `f${at}`], out: [`x${at + 1}`] },
  ];
  const nodes = [
    ...perToken('x', 0),
    ...perToken('x1', 1),
    ...perToken('x2', 2),
    ...softmaxAttention('x3', 3),
    { op: 'MatMul', in: ['c3', 'w'], out: ['o3'] },
    { op: 'Add', in: ['x3', 'o3'], out: ['x4'] },
  ];
  const integers = { sizes: [1, 5, 2, 2], flat: [1, 5, 4], one: [1], five: [5], two: [2] };
  const tensors = Object.entries(integers).map(([name, numbers]) => intTensor(name, numbers));
  const facts = readGraph(
    tinyModel({ inputs: { x: [1, 5, 4] }, outputs: ['x4'], weights: { w: [4, 4] }, tensors, nodes }),
  );
  expect(facts.otherMixers).toEqual([]);
  expect(facts.sites.map(({ block }) => block)).toEqual([0]);
});
