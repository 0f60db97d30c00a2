import { bytesField, concat, floatField, intField } from './protobuf.ts';

/** An attribute to write: an integer, integers, a text, a graph as its bytes, or a float in an object of its own. */
export type AttributeValue = number | readonly number[] | string | Uint8Array | { readonly float: number };

/** A node to write; nameless ones are best left so, since two nodes must not share a name. */
export type NodeSpec = {
  readonly op: string;
  readonly in: readonly string[];
  readonly out: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
};

/** Numbers of TensorProto.DataType. */
export const FLOAT32 = 1;
export const FLOAT16 = 10;
export const INT32 = 6;
export const INT64 = 7;
export const BOOL = 9;

/** NodeProto: input = 1, output = 2, name = 3, op_type = 4, attribute = 5, domain = 7. */
export function nodeProto({ op, in: inputs, out, name, domain, attributes = {} }: NodeSpec): Uint8Array {
  return concat([
    ...inputs.map((tensor) => bytesField(1, tensor)),
    ...out.map((tensor) => bytesField(2, tensor)),
    ...(name === undefined ? [] : [bytesField(3, name)]),
    bytesField(4, op),
    ...Object.entries(attributes).map(([key, value]) => bytesField(5, attributeProto(key, value))),
    ...(domain === undefined ? [] : [bytesField(7, domain)]),
  ]);
}

/** AttributeProto: f = 2, i = 3, s = 4, g = 6, ints = 8, type = 20. */
export function attributeProto(key: string, value: AttributeValue): Uint8Array {
  const name = bytesField(1, key);
  if (typeof value === 'number') return concat([name, intField(3, value), intField(20, 2)]);
  if (typeof value === 'string') return concat([name, bytesField(4, value), intField(20, 3)]);
  if (value instanceof Uint8Array) return concat([name, bytesField(6, value), intField(20, 5)]);
  if ('float' in value) return concat([name, floatField(2, value.float), intField(20, 1)]);
  return concat([name, ...value.map((each) => intField(8, each)), intField(20, 7)]);
}

/** TensorProto with raw numbers: dims = 1, data_type = 2, name = 8, raw_data = 9. */
export function rawTensor(name: string, dims: readonly number[], type: number, raw: Uint8Array): Uint8Array {
  return concat([...dims.map((dim) => intField(1, dim)), intField(2, type), bytesField(8, name), bytesField(9, raw)]);
}

/** TensorProto whose numbers lie in a file beside the graph: external_data = 13, pairs of key = 1 and value = 2; data_location = 14. */
export function externalTensor(
  name: string,
  dims: readonly number[],
  type: number,
  place: { readonly location: string; readonly offset: number; readonly length: number },
): Uint8Array {
  const pairs = Object.entries(place).map(([key, value]) =>
    bytesField(13, concat([bytesField(1, key), bytesField(2, String(value))])),
  );
  return concat([
    ...dims.map((dim) => intField(1, dim)),
    intField(2, type),
    bytesField(8, name),
    ...pairs,
    intField(14, 1),
  ]);
}

/** TensorProto of integers: a row of them, or a single one without axes. */
export function intTensor(name: string, values: readonly number[] | number): Uint8Array {
  const numbers = typeof values === 'number' ? [values] : values;
  const raw = new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
  return rawTensor(name, typeof values === 'number' ? [] : [numbers.length], INT64, raw);
}

/** TensorProto of one float without axes. */
export function floatScalar(name: string, value: number): Uint8Array {
  return rawTensor(name, [], FLOAT32, new Uint8Array(Float32Array.of(value).buffer));
}

/** ValueInfoProto that tells only the element type: TypeProto.tensor_type = 1, Tensor.elem_type = 1. */
export function typeInfo(name: string, type: number): Uint8Array {
  return concat([bytesField(1, name), bytesField(2, bytesField(1, intField(1, type)))]);
}

/** ValueInfoProto with the element type and a number of axes of free length: Tensor.shape = 2, TensorShapeProto.dim = 1. */
export function shapedInfo(name: string, type: number, nAxes: number): Uint8Array {
  const shape = concat(Array.from({ length: nAxes }, () => bytesField(1, '')));
  return concat([bytesField(1, name), bytesField(2, bytesField(1, concat([intField(1, type), bytesField(2, shape)])))]);
}
