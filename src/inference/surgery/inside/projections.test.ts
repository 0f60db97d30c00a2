import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { decodeConstant, keepConstant } from '../decodeConstant.ts';
import { indexGraph } from '../graph.ts';
import { readModel } from '../model.ts';
import { bytesField, concat, intField, varint } from '../protobuf.ts';
import { toFloat16Bits } from '../testing/float16.ts';
import { tinyModel } from '../testing/tinyModel.ts';
import type { TinyNode } from '../testing/tinyModel.ts';
import { intTensor, rawTensor } from '../write.ts';
import { projectionAt } from './projections.ts';

/** Numbers of TensorProto.DataType. */
const TYPE = { float32: 1, uint8: 2, int8: 3, float16: 10, bfloat16: 16, int4: 22, uint4: 21 } as const;

/** Numbers without a pattern in 0 to 1. */
const spread = (n: number): number[] => Array.from({ length: n }, (_, i) => ((i * 7919 + 13) % 1009) / 1009);
const floats = (name: string, dims: readonly number[], values = spread(size(dims))): Uint8Array =>
  rawTensor(name, dims, TYPE.float32, new Uint8Array(Float32Array.from(values).buffer));
const halves = (name: string, dims: readonly number[]): Uint8Array =>
  rawTensor(name, dims, TYPE.float16, new Uint8Array(toFloat16Bits(spread(size(dims))).buffer));
const bytes = (name: string, dims: readonly number[], type: number, n = size(dims)): Uint8Array =>
  rawTensor(
    name,
    dims,
    type,
    Uint8Array.from({ length: n }, (_, i) => (i * 89 + 31) % 251),
  );
const size = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

/** bfloat16 in the field of 32-bit integers, as some writers do. */
const upperHalves = (name: string, dims: readonly number[]): Uint8Array => {
  const bits = new Uint32Array(Float32Array.from(spread(size(dims))).buffer).map((each) => each >>> 16);
  return concat([
    ...dims.map((dim) => intField(1, dim)),
    intField(2, TYPE.bfloat16),
    bytesField(8, name),
    bytesField(5, concat([...bits].map(varint))),
  ]);
};

type Case = {
  readonly name: string;
  readonly nIn: number;
  readonly tensors: readonly Uint8Array[];
  /** The last one makes y of x. */
  readonly nodes: readonly TinyNode[];
  /** Axes of x where there are not two. */
  readonly dims?: readonly number[];
  readonly opset?: number;
};

const product: TinyNode = { op: 'MatMul', in: ['x', 'w'], out: ['y'] };
const nBits = (bits: number, more: readonly string[], blockSize = 16): TinyNode => ({
  op: 'MatMulNBits',
  domain: 'com.microsoft',
  in: ['x', 'stored', 'scales', ...more],
  out: ['y'],
  attributes: { K: 40, N: 3, bits, block_size: blockSize },
});

const CASES: readonly Case[] = [
  { name: 'float32 as it is', nIn: 5, tensors: [floats('w', [5, 3])], nodes: [product] },
  {
    name: 'float16, cast',
    nIn: 5,
    tensors: [halves('stored', [5, 3])],
    nodes: [{ op: 'Cast', in: ['stored'], out: ['w'], attributes: { to: 1 } }, product],
  },
  {
    name: 'bfloat16 in a typed field, cast',
    nIn: 5,
    tensors: [upperHalves('stored', [5, 3])],
    nodes: [{ op: 'Cast', in: ['stored'], out: ['w'], attributes: { to: 1 } }, product],
  },
  {
    name: 'transposed',
    nIn: 5,
    tensors: [floats('stored', [3, 5])],
    nodes: [{ op: 'Transpose', in: ['stored'], out: ['w'], attributes: { perm: [1, 0] } }, product],
  },
  {
    name: 'of three axes, moved and put together',
    nIn: 6,
    tensors: [floats('stored', [2, 4, 3]), intTensor('shape', [6, -1])],
    nodes: [
      { op: 'Transpose', in: ['stored'], out: ['moved'], attributes: { perm: [2, 0, 1] } },
      { op: 'Reshape', in: ['moved', 'shape'], out: ['w'] },
      product,
    ],
  },
  {
    name: 'cut out of more columns, from their end',
    nIn: 5,
    tensors: [floats('stored', [5, 9]), intTensor('from', [-4]), intTensor('to', [-1]), intTensor('axis', [1])],
    nodes: [{ op: 'Slice', in: ['stored', 'from', 'to', 'axis'], out: ['w'] }, product],
  },
  {
    name: 'the third part of a split in unlike parts',
    nIn: 5,
    tensors: [floats('stored', [5, 9]), intTensor('sizes', [2, 4, 3])],
    nodes: [{ op: 'Split', in: ['stored', 'sizes'], out: ['a', 'b', 'w'], attributes: { axis: 1 } }, product],
  },
  {
    name: 'bytes with one scale and zero',
    nIn: 5,
    tensors: [bytes('stored', [5, 3], TYPE.uint8), floats('scale', [], [0.03]), bytes('zero', [], TYPE.uint8)],
    nodes: [{ op: 'DequantizeLinear', in: ['stored', 'scale', 'zero'], out: ['w'] }, product],
  },
  {
    name: 'signed bytes with a scale for each column',
    nIn: 5,
    tensors: [bytes('stored', [5, 3], TYPE.int8), floats('scale', [3]), bytes('zero', [3], TYPE.int8)],
    nodes: [{ op: 'DequantizeLinear', in: ['stored', 'scale', 'zero'], out: ['w'], attributes: { axis: 1 } }, product],
  },
  {
    name: '4 bits with a scale for each block of rows',
    nIn: 8,
    opset: 21,
    tensors: [bytes('stored', [8, 6], TYPE.int4, 24), floats('scale', [2, 6])],
    nodes: [
      { op: 'DequantizeLinear', in: ['stored', 'scale'], out: ['w'], attributes: { axis: 0, block_size: 4 } },
      product,
    ],
  },
  {
    name: 'Gemm with weights turned and a factor',
    nIn: 5,
    tensors: [floats('w', [3, 5])],
    nodes: [{ op: 'Gemm', in: ['x', 'w'], out: ['y'], attributes: { transB: 1, alpha: { float: 0.5 } } }],
  },
  {
    name: 'Einsum, data second',
    nIn: 5,
    tensors: [floats('w', [3, 5])],
    nodes: [{ op: 'Einsum', in: ['w', 'x'], out: ['y'], attributes: { equation: 'oi,ti->to' } }],
  },
  {
    name: 'Conv of 1 x 1',
    nIn: 5,
    dims: [5, 5, 1, 1],
    tensors: [floats('w', [3, 5, 1, 1])],
    nodes: [{ op: 'Conv', in: ['x', 'w'], out: ['y'] }],
  },
  {
    name: 'MatMulNBits of 4 bits, zero in the middle',
    nIn: 40,
    tensors: [bytes('stored', [3, 3, 8], TYPE.uint8), floats('scales', [9])],
    nodes: [nBits(4, [])],
  },
  {
    name: 'MatMulNBits of 4 bits with zeros',
    nIn: 40,
    tensors: [bytes('stored', [3, 3, 8], TYPE.uint8), floats('scales', [9]), bytes('zeros', [6], TYPE.uint8)],
    nodes: [nBits(4, ['zeros'])],
  },
  {
    name: 'MatMulNBits of 8 bits with zeros',
    nIn: 40,
    tensors: [bytes('stored', [3, 3, 16], TYPE.uint8), floats('scales', [9]), bytes('zeros', [9], TYPE.uint8)],
    nodes: [nBits(8, ['zeros'])],
  },
];

/** x W for x the identity, by the runtime. */
async function weightsByRuntime(file: Uint8Array, dims: readonly number[], n: number): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(file, { logSeverityLevel: 4 });
  const identity = Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  const { y } = await session.run({ x: new ort.Tensor('float32', identity, dims) });
  await session.release();
  const data = y?.data;
  if (!(data instanceof Float32Array)) throw new TypeError('y is not of float32');
  return data.slice();
}

describe('weights of a product are what the runtime multiplies by', () => {
  test.each(CASES)('$name', async ({ nIn, tensors, nodes, dims = [nIn, nIn], opset = 17 }) => {
    const file = tinyModel({ inputs: { x: dims }, outputs: ['y'], tensors, nodes, opset });
    const index = indexGraph(readModel(file).graph);
    const { data, weights } = projectionAt(index, index.order.at(-1)!, [])!;
    expect(data).toBe('x');
    const decoded = decodeConstant(keepConstant(weights!))!;
    const expected = await weightsByRuntime(file, dims, nIn);
    expect(decoded.dims).toEqual([nIn, expected.length / nIn]);
    const difference = decoded.data.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
    expect(difference).toBeLessThan(1e-5);
  });
});
