import { bytesField, concat, intField, partsField } from '../surgery/protobuf.ts';
import { FLOAT32, floatScalar, intTensor, nodeProto, rawTensor, shapedInfo } from '../surgery/write.ts';
import type { NodeSpec } from '../surgery/write.ts';
import type { LayerWeights } from './layerWeights.ts';

/** ModelProto.ir_version and the operator set: both from 2021, so that every runtime of today reads them. */
const [IR_VERSION, OPSET] = [8, 17];

/**
 * The ONNX file of one attention layer without mask and biases: fed `x`, [1, token, d], it gives `out` of the same shape. Heads are
 * d / nHeads wide each. Throws RangeError unless nHeads divides d.
 */
export function layerGraph(d: number, nHeads: number, { wq, wk, wv, wo }: LayerWeights): Uint8Array {
  const width = d / nHeads;
  if (!Number.isInteger(width)) throw new RangeError(`invalid heads: ${nHeads} of them in a width of ${d}`);
  const matrix = (name: string, values: Float32Array) =>
    rawTensor(name, [d, d], FLOAT32, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  const tensors = [
    matrix('wq', wq),
    matrix('wk', wk),
    matrix('wv', wv),
    matrix('wo', wo),
    intTensor('toHeads', [0, 0, nHeads, width]),
    intTensor('toStream', [0, 0, d]),
    floatScalar('scale', 1 / Math.sqrt(width)),
  ];
  const graph = partsField(7, [
    ...nodes().map((node) => bytesField(1, nodeProto(node))),
    bytesField(2, 'layer'),
    ...tensors.flatMap((tensor) => partsField(5, [tensor])),
    bytesField(11, shapedInfo('x', FLOAT32, 3)),
    bytesField(12, shapedInfo('out', FLOAT32, 3)),
  ]);
  return concat([intField(1, IR_VERSION), ...graph, bytesField(8, concat([bytesField(1, ''), intField(2, OPSET)]))]);
}

function nodes(): readonly NodeSpec[] {
  return [
    ...heads('q', [0, 2, 1, 3]),
    // Turned at once, as exports do.
    ...heads('k', [0, 2, 3, 1]),
    ...heads('v', [0, 2, 1, 3]),
    { op: 'MatMul', in: ['q', 'k'], out: ['products'] },
    { op: 'Mul', in: ['products', 'scale'], out: ['scores'] },
    { op: 'Softmax', in: ['scores'], out: ['weights'], attributes: { axis: 3 } },
    { op: 'MatMul', in: ['weights', 'v'], out: ['given'] },
    { op: 'Transpose', in: ['given'], out: ['turned'], attributes: { perm: [0, 2, 1, 3] } },
    { op: 'Reshape', in: ['turned', 'toStream'], out: ['joined'] },
    { op: 'MatMul', in: ['joined', 'wo'], out: ['out'] },
  ];
}

/** From `x` to one of q, k and v with an axis of heads. */
function heads(name: string, perm: readonly number[]): readonly NodeSpec[] {
  return [
    { op: 'MatMul', in: ['x', `w${name}`], out: [`${name}.wide`] },
    { op: 'Reshape', in: [`${name}.wide`, 'toHeads'], out: [`${name}.split`] },
    { op: 'Transpose', in: [`${name}.split`], out: [name], attributes: { perm } },
  ];
}
