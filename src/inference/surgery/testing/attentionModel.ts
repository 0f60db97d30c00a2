import { FLOAT32, intTensor, rawTensor } from '../write.ts';
import type { NodeSpec } from '../write.ts';
import { tinyModel } from './tinyModel.ts';

/** Axes that all differ: two layers, three heads of width 8 over activations of width 4, five tokens. */
export const SIZES = { nLayers: 2, nHeads: 3, width: 8, nFeatures: 4, nTokens: 5 } as const;

/** How attention is written in the graph of one layer, and what it means. */
export type Family = {
  readonly name: string;
  /** Nodes from q, k and v, [batch, token, head * feature], to c of the same shape; names end in the layer. */
  readonly nodes: (layer: number) => readonly NodeSpec[];
  /** Weights of a query over keys from its scores q.k / sqrt(width). */
  readonly weigh: (scores: readonly number[], head: number, query: number) => readonly number[];
  /** Talking heads: how scores and weights of all heads are mixed, [from head, to head] in row-major order. */
  readonly mixesScores?: readonly number[];
  readonly mixesWeights?: readonly number[];
  readonly tensors?: readonly Uint8Array[];
  readonly opset?: number;
};

/** Numbers between -1 and 1 that are the same each time. */
export function seeded(seed: number, n: number): number[] {
  let state = seed;
  return Array.from({ length: n }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state / 1073741824 - 1) * 0.99;
  });
}

/** A tensor of float32 numbers. */
export function floats(name: string, dims: readonly number[], values: readonly number[]): Uint8Array {
  return rawTensor(name, dims, FLOAT32, new Uint8Array(Float32Array.from(values).buffer));
}

const { nLayers, nHeads, width, nFeatures } = SIZES;
const PROJECTIONS = ['wq', 'wk', 'wv'] as const;

/** Projection `which` of a layer, [feature, head * feature], and the one back, [head * feature, feature]. */
export function weightsOf(layer: number, which: (typeof PROJECTIONS)[number] | 'wo'): readonly number[] {
  return seeded(1 + 10 * layer + ['wq', 'wk', 'wv', 'wo'].indexOf(which), nFeatures * nHeads * width);
}

/** The bytes of a model of two layers with a residual stream, in the given style. Fed: x [batch, token, 4]. */
export function attentionModel({ nodes, tensors = [], opset = 17 }: Family): Uint8Array {
  const inner = nHeads * width;
  return tinyModel({
    opset,
    inputs: { x: ['batch', 'token', nFeatures] },
    outputs: ['out'],
    tensors: [
      intTensor('toHeads', [0, 0, nHeads, width]),
      intTensor('toFlat', [0, 0, inner]),
      floats('scale', [], [1 / Math.sqrt(width)]),
      ...Array.from({ length: nLayers }, (_, layer) => [
        ...PROJECTIONS.map((name) => floats(`${name}${layer}`, [nFeatures, inner], weightsOf(layer, name))),
        floats(`wo${layer}`, [inner, nFeatures], weightsOf(layer, 'wo')),
      ]).flat(),
      ...tensors,
    ],
    nodes: Array.from({ length: nLayers }, (_, layer): readonly NodeSpec[] => {
      const from = layer === 0 ? 'x' : `x${layer}`;
      return [
        ...['q', 'k', 'v'].map((name) => ({ op: 'MatMul', in: [from, `w${name}${layer}`], out: [`${name}${layer}`] })),
        ...nodes(layer),
        { op: 'MatMul', in: [`c${layer}`, `wo${layer}`], out: [`o${layer}`] },
        { op: 'Add', in: [from, `o${layer}`], out: [layer === nLayers - 1 ? 'out' : `x${layer + 1}`] },
      ];
    }).flat(),
  });
}

/** Splits the heads: [batch, token, head * feature] -> [batch, head, token, feature] or as `perm` says. */
export function splitHeads(from: string, to: string, perm: readonly number[] = [0, 2, 1, 3]): readonly NodeSpec[] {
  return [
    { op: 'Reshape', in: [from, 'toHeads'], out: [`${to}.split`] },
    { op: 'Transpose', in: [`${to}.split`], out: [to], attributes: { perm } },
  ];
}

/** Attention with the usual products; `middle` leads from `s`, scaled scores [batch, head, query, key], to weights `p`. */
export function usual(middle: (layer: number) => readonly NodeSpec[]): Family['nodes'] {
  return (layer) => [
    ...splitHeads(`q${layer}`, `qh${layer}`),
    ...splitHeads(`k${layer}`, `kT${layer}`, [0, 2, 3, 1]),
    ...splitHeads(`v${layer}`, `vh${layer}`),
    { op: 'MatMul', in: [`qh${layer}`, `kT${layer}`], out: [`s0${layer}`] },
    { op: 'Mul', in: [`s0${layer}`, 'scale'], out: [`s${layer}`] },
    ...middle(layer),
    { op: 'MatMul', in: [`p${layer}`, `vh${layer}`], out: [`ch${layer}`] },
    { op: 'Transpose', in: [`ch${layer}`], out: [`ct${layer}`], attributes: { perm: [0, 2, 1, 3] } },
    { op: 'Reshape', in: [`ct${layer}`, 'toFlat'], out: [`c${layer}`] },
  ];
}

/** What the model computes, in plain loops and double precision: patterns [layer][head][query][key] and the output. */
export function reference(
  { weigh, mixesScores, mixesWeights }: Family,
  x: readonly number[],
): { readonly patterns: readonly (readonly (readonly (readonly number[])[])[])[]; readonly out: readonly number[] } {
  const nTokens = x.length / nFeatures;
  const inner = nHeads * width;
  const patterns: number[][][][] = [];
  let stream = [...x];
  for (let layer = 0; layer < nLayers; layer++) {
    const [q = [], k = [], v = []] = PROJECTIONS.map((name) => matmul(stream, weightsOf(layer, name), nTokens, inner));
    const context = Array.from({ length: nTokens * inner }, () => 0);
    const at = (token: number, head: number, i: number): number => token * inner + head * width + i;
    const scores = cells(nTokens, (head, query, key) => {
      let dot = 0;
      for (let i = 0; i < width; i++) dot += (q[at(query, head, i)] ?? 0) * (k[at(key, head, i)] ?? 0);
      return dot / Math.sqrt(width);
    });
    const heads = mix(scores, mixesScores).map((rows, head) => rows.map((row, query) => [...weigh(row, head, query)]));
    for (const [head, rows] of mix(heads, mixesWeights).entries()) {
      for (const [query, row] of rows.entries()) {
        for (const [key, weight] of row.entries()) {
          for (let i = 0; i < width; i++) {
            const cell = at(query, head, i);
            context[cell] = (context[cell] ?? 0) + weight * (v[at(key, head, i)] ?? 0);
          }
        }
      }
    }
    patterns.push(heads);
    const added = matmul(context, weightsOf(layer, 'wo'), nTokens, nFeatures);
    stream = stream.map((value, i) => value + (added[i] ?? 0));
  }
  return { patterns, out: stream };
}

type Cells = readonly (readonly (readonly number[])[])[];

function cells(nTokens: number, of: (head: number, query: number, key: number) => number): number[][][] {
  const each = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
  return each(nHeads, (head) => each(nTokens, (query) => each(nTokens, (key) => of(head, query, key))));
}

/** The heads as they are, or each as a sum of all. */
function mix(heads: Cells, weights: readonly number[] | undefined): number[][][] {
  const nTokens = heads[0]?.length ?? 0;
  return cells(nTokens, (to, query, key) => {
    if (weights === undefined) return heads[to]?.[query]?.[key] ?? 0;
    return heads.reduce((sum, rows, from) => sum + (weights[from * nHeads + to] ?? 0) * (rows[query]?.[key] ?? 0), 0);
  });
}

/** [row, inner] x [inner, column], row-major; weights are float32 in the file, so they are rounded here as well. */
function matmul(left: readonly number[], right: readonly number[], nRows: number, nColumns: number): number[] {
  const nInner = left.length / nRows;
  return Array.from({ length: nRows * nColumns }, (_, cell) => {
    const [row, column] = [Math.floor(cell / nColumns), cell % nColumns];
    let sum = 0;
    for (let i = 0; i < nInner; i++) {
      sum += (left[row * nInner + i] ?? 0) * Math.fround(right[i * nColumns + column] ?? 0);
    }
    return sum;
  });
}

/** Weights that sum to 1; a score of -Infinity gets none. `extra` is added to the sum, as for a sink. */
export function softmax(scores: readonly number[], extra = 0): readonly number[] {
  const exps = scores.map((score) => Math.exp(score));
  const sum = exps.reduce((a, b) => a + b, extra);
  return exps.map((exp) => exp / sum);
}
