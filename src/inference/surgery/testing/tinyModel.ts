import { bytesField, concat, intField, varint } from '../protobuf.ts';

/** A node to write: attributes are integers or lists of integers. */
export type TinyNode = {
  readonly op: string;
  readonly in: readonly string[];
  readonly out: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[] | Uint8Array>>;
};

/** A model to write. Inputs are float32; weights are float32 ones. */
export type TinyModel = {
  readonly nodes: readonly TinyNode[];
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs: readonly string[];
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  /** Initializers as complete TensorProto records. */
  readonly tensors?: readonly Uint8Array[];
  readonly opset?: number;
};

/** GraphProto of a tiny model. */
export function tinyGraph({ nodes, inputs, outputs, weights = {}, tensors = [] }: TinyModel): Uint8Array {
  return concat([
    ...nodes.map((node) => bytesField(1, nodeProto(node))),
    bytesField(2, 'tiny'),
    ...Object.entries(weights).map(([name, dims]) => bytesField(5, floatTensor(name, dims))),
    ...tensors.map((tensor) => bytesField(5, tensor)),
    ...Object.entries(inputs).map(([name, dims]) => bytesField(11, valueInfo(name, dims))),
    ...outputs.map((name) => bytesField(12, bytesField(1, name))),
  ]);
}

/** The bytes of a tiny ONNX file. */
export function tinyModel(model: TinyModel): Uint8Array {
  const opset = concat([bytesField(1, ''), intField(2, model.opset ?? 17)]);
  return concat([intField(1, 8), bytesField(7, tinyGraph(model)), bytesField(8, opset)]);
}

/** TensorProto with raw numbers: dims = 1, data_type = 2, name = 8, raw_data = 9. */
export function rawTensor(name: string, dims: readonly number[], type: number, raw: Uint8Array): Uint8Array {
  return concat([...dims.map((dim) => intField(1, dim)), intField(2, type), bytesField(8, name), bytesField(9, raw)]);
}

function floatTensor(name: string, dims: readonly number[]): Uint8Array {
  const ones = new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(1);
  return rawTensor(name, dims, 1, new Uint8Array(ones.buffer));
}

function nodeProto({ op, in: inputs, out, name = '', domain = '', attributes = {} }: TinyNode): Uint8Array {
  return concat([
    ...inputs.map((tensor) => bytesField(1, tensor)),
    ...out.map((tensor) => bytesField(2, tensor)),
    bytesField(3, name),
    bytesField(4, op),
    ...Object.entries(attributes).map(([key, value]) => bytesField(5, attributeProto(key, value))),
    bytesField(7, domain),
  ]);
}

/** AttributeProto: i = 3, g = 6, ints = 8, type = 20 (INT 2, GRAPH 5, INTS 7). */
function attributeProto(key: string, value: number | readonly number[] | Uint8Array): Uint8Array {
  const name = bytesField(1, key);
  if (typeof value === 'number') return concat([name, signedField(3, value), intField(20, 2)]);
  if (value instanceof Uint8Array) return concat([name, bytesField(6, value), intField(20, 5)]);
  return concat([name, ...value.map((each) => intField(8, each)), intField(20, 7)]);
}

/** A field holding an int64, which takes ten bytes if negative. */
function signedField(field: number, value: number): Uint8Array {
  if (value >= 0) return intField(field, value);
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); bytes.length < 10; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | (bytes.length < 9 ? 128 : 0));
  }
  return concat([varint(field * 8), Uint8Array.from(bytes)]);
}

function valueInfo(name: string, dims: readonly (number | string)[]): Uint8Array {
  const shape = concat(
    dims.map((dim) => bytesField(1, typeof dim === 'number' ? intField(1, dim) : bytesField(2, dim))),
  );
  const tensorType = concat([intField(1, 1), bytesField(2, shape)]);
  return concat([bytesField(1, name), bytesField(2, bytesField(1, tensorType))]);
}
