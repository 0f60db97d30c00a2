import { exposeAttention } from '../expose.ts';
import { readGraph } from '../readGraph.ts';
import { floats, seeded } from './attentionModel.ts';
import { tinyModel } from './tinyModel.ts';
import type { TinyNode } from './tinyModel.ts';
import { openSession, runCase } from './zoo.ts';

export const [N, WIDTH] = [5, 4];
export const NAMES = ['wq', 'wk', 'wv'] as const;
export const weights = (which: number, pass: number) => seeded(40 + 10 * pass + which, WIDTH * WIDTH);

/** One layer: reads `from`, gives `to`, weights `w` + the suffix. */
export const layer = (from: string, to: string, suffix: string): readonly TinyNode[] => [
  ...NAMES.map((name) => ({ op: 'MatMul', in: [from, `${name}${suffix}`], out: [`${to}.${name}`] })),
  { op: 'Transpose', in: [`${to}.wk`], out: [`${to}.kT`], attributes: { perm: [0, 2, 1] } },
  { op: 'MatMul', in: [`${to}.wq`, `${to}.kT`], out: [`${to}.s`] },
  { op: 'Softmax', in: [`${to}.s`], out: [`${to}.p`], attributes: { axis: -1 } },
  { op: 'MatMul', in: [`${to}.p`, `${to}.wv`], out: [`${to}.c`] },
  { op: 'Add', in: [from, `${to}.c`], out: [to] },
];

export const X = seeded(3, N * WIDTH);
const FEED = { x: { dtype: 'float32', dims: [1, N, WIDTH], data: X } } as const;
export const INPUTS = { x: [1, 'token', WIDTH] } as const;

export async function patternsOf(bytes: Uint8Array): Promise<readonly (readonly number[])[]> {
  const facts = readGraph(bytes);
  const exposed = exposeAttention(bytes, facts);
  const session = await openSession(exposed.model);
  const results = await runCase(session, FEED);
  await session.release();
  return [...exposed.outputs.map((name) => [...results.get(name)!.data]), [...results.get('out')!.data]];
}

/** The layers one after the other, each with weights of its own or all with the first. */
export const unrolled = (nPasses: number, areShared: boolean): Uint8Array => {
  const passes = [...Array(nPasses).keys()];
  return tinyModel({
    inputs: INPUTS,
    outputs: ['out'],
    tensors: passes.flatMap((pass) =>
      NAMES.map((name, which) => floats(`${name}${pass}`, [WIDTH, WIDTH], weights(which, areShared ? 0 : pass))),
    ),
    nodes: passes.flatMap((pass) =>
      layer(pass === 0 ? 'x' : `x${pass}`, pass === nPasses - 1 ? 'out' : `x${pass + 1}`, `${pass}`),
    ),
  });
};

/** What a graph is exposed as, and what that is exposed as once more: the same bytes, the same outputs. */
export function exposedTwice(bytes: Uint8Array) {
  const once = exposeAttention(bytes, readGraph(bytes));
  const kept = { ...once, model: once.model.slice() };
  return [kept, exposeAttention(once.model, readGraph(once.model))] as const;
}

/** By how much weights are off at most; of other lengths, infinitely. */
export function off(found: readonly (readonly number[])[], right: readonly (readonly number[])[]): number {
  const isAlike = found.length === right.length && found.every(({ length }, at) => length === right[at]!.length);
  if (!isAlike) return Infinity;
  return Math.max(...found.flatMap((pattern, at) => pattern.map((weight, i) => Math.abs(weight - right[at]![i]!))));
}
