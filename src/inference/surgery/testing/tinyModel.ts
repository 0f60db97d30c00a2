import { bytesField, concat, intField } from '../protobuf.ts';
import { nodeProto, rawTensor } from '../write.ts';
import type { NodeSpec } from '../write.ts';

/** A node to write. */
export type TinyNode = NodeSpec;

/** A model to write. Inputs are float32 where `types` does not say otherwise; weights are float32 ones. */
export type TinyModel = {
  readonly nodes: readonly TinyNode[];
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly types?: Readonly<Record<string, number>>;
  readonly outputs: readonly string[];
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  /** Initializers as complete TensorProto records. */
  readonly tensors?: readonly Uint8Array[];
  readonly opset?: number;
};

/** GraphProto of a tiny model. */
export function tinyGraph({ nodes, inputs, types = {}, outputs, weights = {}, tensors = [] }: TinyModel): Uint8Array {
  return concat([
    ...nodes.map((node) => bytesField(1, nodeProto(node))),
    bytesField(2, 'tiny'),
    ...Object.entries(weights).map(([name, dims]) => bytesField(5, floatTensor(name, dims))),
    ...tensors.map((tensor) => bytesField(5, tensor)),
    ...Object.entries(inputs).map(([name, dims]) => bytesField(11, valueInfo(name, dims, types[name]))),
    ...outputs.map((name) => bytesField(12, bytesField(1, name))),
  ]);
}

/** The bytes of a tiny ONNX file. */
export function tinyModel(model: TinyModel): Uint8Array {
  const opset = concat([bytesField(1, ''), intField(2, model.opset ?? 17)]);
  return concat([intField(1, 8), bytesField(7, tinyGraph(model)), bytesField(8, opset)]);
}

function floatTensor(name: string, dims: readonly number[]): Uint8Array {
  const ones = new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(1);
  return rawTensor(name, dims, 1, new Uint8Array(ones.buffer));
}

function valueInfo(name: string, dims: readonly (number | string)[], type = 1): Uint8Array {
  const shape = concat(
    dims.map((dim) => bytesField(1, typeof dim === 'number' ? intField(1, dim) : bytesField(2, dim))),
  );
  const tensorType = concat([intField(1, type), bytesField(2, shape)]);
  return concat([bytesField(1, name), bytesField(2, bytesField(1, tensorType))]);
}
