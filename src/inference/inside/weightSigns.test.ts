import { expect, test } from 'vitest';
import { eigenvaluesOf } from '../../core/inside/eigenvalues.ts';
import type { CopyingScores } from '../../core/inside/questions.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import { readModel } from '../surgery/model.ts';
import { graphFiles, startGraph } from '../testing/lookInside.ts';
import { measureCopying } from './word.ts';

/** A matrix of float64, row by row. */
type Matrix = { readonly nRows: number; readonly nColumns: number; readonly data: Float64Array };

/** Names of the weights of one layer in a file, and what is done to them there. */
type Row = {
  readonly graph: string;
  readonly layer: number;
  readonly kind: 'layer' | 'rms';
  readonly heads: number;
  readonly valueHeads: number;
  readonly embedding: string;
  readonly firstNorm: string;
  readonly values: string;
  /** The first column of W_V in what `values` names. */
  readonly valuesFrom?: number;
  readonly output: string;
  /** The norm of what the layer writes before it is added to the stream. */
  readonly ownNorm?: string;
  readonly lastNorm: string;
  readonly scores: string;
};

/** Models with norms of either kind, shared heads of values, a norm behind W_O, and a first norm that reads words and counted places. Those of zoo-c lie beside the checkout. */
const ROWS: readonly Row[] = [
  {
    graph: 'zoo/gpt2',
    layer: 0,
    kind: 'layer',
    heads: 3,
    valueHeads: 3,
    embedding: 'transformer.wte.weight',
    firstNorm: 'transformer.h.0.ln_1.weight',
    values: 'transformer.h.0.attn.c_attn.weight',
    valuesFrom: 36,
    output: 'transformer.h.0.attn.c_proj.weight',
    lastNorm: 'transformer.ln_f.weight',
    scores: '202',
  },
  {
    graph: 'zoo/gpt2',
    layer: 1,
    kind: 'layer',
    heads: 3,
    valueHeads: 3,
    embedding: 'transformer.wte.weight',
    firstNorm: 'transformer.h.1.ln_1.weight',
    values: 'transformer.h.1.attn.c_attn.weight',
    valuesFrom: 36,
    output: 'transformer.h.1.attn.c_proj.weight',
    lastNorm: 'transformer.ln_f.weight',
    scores: '202',
  },
  {
    graph: 'zoo/llama-eager',
    layer: 1,
    kind: 'rms',
    heads: 4,
    valueHeads: 2,
    embedding: 'model.embed_tokens.weight',
    firstNorm: 'model.layers.1.input_layernorm.weight',
    values: 'onnx::MatMul_652',
    output: 'onnx::MatMul_664',
    lastNorm: 'model.norm.weight',
    scores: 'onnx::MatMul_668',
  },
  {
    graph: 'zoo/fp16-llama',
    layer: 1,
    kind: 'rms',
    heads: 3,
    valueHeads: 1,
    embedding: 'model.embed_tokens.weight',
    firstNorm: 'model.layers.1.input_layernorm.weight',
    values: 'onnx::MatMul_650',
    output: 'onnx::MatMul_662',
    lastNorm: 'model.norm.weight',
    scores: 'onnx::MatMul_666',
  },
  {
    graph: 'zoo/ms-gqa',
    layer: 1,
    kind: 'rms',
    heads: 4,
    valueHeads: 2,
    embedding: 'model.embed_tokens.weight',
    firstNorm: 'l1.n1.weight',
    values: 'l1.v.weight',
    output: 'l1.o.weight',
    lastNorm: 'norm.weight',
    scores: 'lm_head.weight',
  },
  {
    graph: 'zoo-c/gemma3',
    layer: 1,
    kind: 'rms',
    heads: 4,
    valueHeads: 1,
    embedding: 'm.model.embed_tokens.weight',
    firstNorm: 'onnx::Mul_1309',
    values: 'onnx::MatMul_1318',
    output: 'onnx::MatMul_1342',
    ownNorm: 'onnx::Mul_1344',
    lastNorm: 'onnx::Mul_1397',
    scores: 'onnx::MatMul_1398',
  },
];
const NEEDED = ROWS.filter(({ graph }) => graphFiles(`${graph}/model.onnx`) !== null);

test.each(NEEDED)('$graph, layer $layer: the sign of its weights is that of plain products in float64', async (row) => {
  const files = graphFiles(`${row.graph}/model.onnx`)!;
  const { model, kept } = await startGraph(files);
  const { byWeights } = await measureCopying(
    model,
    kept,
    { about: 'copying', kind: 'decoder', layer: row.layer },
    noTurn,
    untold,
  );
  await model.session.release();
  if (byWeights === null || 'whyNot' in byWeights) throw new Error(byWeights?.whyNot);
  const signs = signsOf(files.graphs[0]!.onnx, row);
  expect(signs).toHaveLength(row.heads);
  for (const [head, sign] of signs.entries()) expect(Math.abs(byWeights.signs[head]! - sign)).toBeLessThan(1e-5);
});

test('the embedding is decoded for the first layer that is asked about, and for no other', async () => {
  const { model, kept } = await startGraph(graphFiles('zoo/gpt2/model.onnx')!);
  const ending = model.prepared.graphs[0]!.ending!;
  if ('whyNot' in ending) throw new Error(ending.whyNot);
  const { embedding } = ending;
  let reads = 0;
  Object.defineProperty(ending, 'embedding', {
    get: () => {
      reads += 1;
      return embedding;
    },
  });
  for (const layer of [1, 2]) {
    const { byWeights } = await measureCopying(
      model,
      kept,
      { about: 'copying', kind: 'decoder', layer },
      noTurn,
      untold,
    );
    expect(byWeights).toHaveProperty('signs');
  }
  await model.session.release();
  expect(reads).toBe(1);
});

const noTurn = async (): Promise<void> => {};
const untold = (): void => {};

/** From W_V W_O G U E G1, [d, d], whose eigenvalues besides 0 are those over the vocabulary. */
function signsOf(onnx: Uint8Array, row: Row): readonly number[] {
  const { initializers } = readModel(onnx).graph;
  const read = (name: string): Matrix => {
    const { dims, elementType, areVarints, data } = initializers.get(name)!;
    const decoded = decodeConstant({
      made: 'stored',
      dims,
      elementType,
      areVarints,
      nBytes: data!.length,
      at: name,
      bytes: () => data!,
    })!;
    return { nRows: dims.length < 2 ? 1 : dims[0]!, nColumns: dims.at(-1)!, data: Float64Array.from(decoded.data) };
  };
  const centred = (matrix: Matrix): Matrix =>
    row.kind === 'rms'
      ? matrix
      : made(matrix.nRows, matrix.nColumns, (i, j) => {
          const own = matrix.data.subarray(i * matrix.nColumns, (i + 1) * matrix.nColumns);
          return own[j]! - own.reduce((sum, one) => sum + one, 0) / own.length;
        });
  const scaled = (matrix: Matrix, gamma: string): Matrix => {
    const by = read(gamma).data;
    return made(matrix.nRows, matrix.nColumns, (i, j) => matrix.data[i * matrix.nColumns + j]! * by[j]!);
  };
  const embedded = scaled(centred(read(row.embedding)), row.firstNorm);
  const toThemselves = times(read(row.scores), embedded);
  const [values, output] = [read(row.values), read(row.output)];
  const dV = output.nRows / row.heads;
  return Array.from({ length: row.heads }, (_, head) => {
    const from = (row.valuesFrom ?? 0) + Math.floor((head * row.valueHeads) / row.heads) * dV;
    const ofHead = made(values.nRows, dV, (i, j) => values.data[i * values.nColumns + from + j]!);
    const rows = made(dV, output.nColumns, (i, j) => output.data[(head * dV + i) * output.nColumns + j]!);
    const written = row.ownNorm === undefined ? rows : scaled(centred(rows), row.ownNorm);
    return signOf(times(times(ofHead, scaled(centred(written), row.lastNorm)), toThemselves));
  });
}

/** Of eigenvalues whose sums of powers are the traces of the powers of the matrix. */
function signOf(matrix: Matrix): number {
  const { re, im } = eigenvaluesOf(matrix.data, matrix.nRows);
  const all = [...re].map((real, at) => ({ real, imaginary: im[at]! }));
  const sum = (of: (one: (typeof all)[number]) => number): number => all.reduce((so, one) => so + of(one), 0);
  expect(sum(({ real }) => real)).toBeCloseTo(traceOf(matrix), 8);
  expect(sum(({ real, imaginary }) => real ** 2 - imaginary ** 2)).toBeCloseTo(traceOf(times(matrix, matrix)), 6);
  return sum(({ real }) => real) / sum(({ real, imaginary }) => Math.hypot(real, imaginary));
}

function traceOf({ nRows, data }: Matrix): number {
  return Array.from({ length: nRows }, (_, at) => data[at * (nRows + 1)]!).reduce((sum, one) => sum + one, 0);
}

function made(nRows: number, nColumns: number, of: (row: number, column: number) => number): Matrix {
  const data = Float64Array.from({ length: nRows * nColumns }, (_, at) => of(Math.floor(at / nColumns), at % nColumns));
  return { nRows, nColumns, data };
}

function times(a: Matrix, b: Matrix): Matrix {
  return made(a.nRows, b.nColumns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.nColumns; k++) sum += a.data[i * a.nColumns + k]! * b.data[k * b.nColumns + j]!;
    return sum;
  });
}

test('copying is told before the signs of the weights, and again with them; asked anew it is told once', async () => {
  const { model, kept } = await startGraph(graphFiles('zoo/gpt2/model.onnx')!);
  const told: CopyingScores[] = [];
  const measure = () =>
    measureCopying(model, kept, { about: 'copying', kind: 'decoder', layer: 1 }, noTurn, (early) => told.push(early));
  const [whole, again] = [await measure(), await measure()];
  expect(told).toEqual([{ ...whole, byWeights: null }]);
  expect(whole.byWeights).toHaveProperty('signs');
  expect(again).toEqual(whole);
  // Each is handed over.
  expect(told[0]!.scores.buffer).not.toBe(whole.scores.buffer);
});

test('copying that was stopped behind its scores is measured on from there', async () => {
  const { model, kept } = await startGraph(graphFiles('zoo/gpt2/model.onnx')!);
  const ask = { about: 'copying', kind: 'decoder', layer: 2 } as const;
  let nTold = 0;
  const stops = async (): Promise<void> => {
    if (nTold === 1) throw new Error('stopped');
  };
  const tell = () => {
    nTold += 1;
  };
  await expect(measureCopying(model, kept, ask, stops, tell)).rejects.toThrow('stopped');
  nTold = 0;
  const whole = await measureCopying(model, kept, ask, noTurn, tell);
  expect([nTold, whole.byWeights]).toEqual([1, expect.objectContaining({ signs: expect.anything() })]);
});
