import { AppError } from '../../core/errors.ts';
import { elementTypeOf } from './elementTypes.ts';
import type { ElementType } from './elementTypes.ts';
import type { ProtoReader } from './protobuf.ts';
import { readTensor } from './tensorInfo.ts';
import type { TensorInfo } from './tensorInfo.ts';
import type { GraphInput } from './graphInput.ts';

/** An attribute of a node, as far as this program reads attributes. */
export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'ints'; readonly values: readonly number[] }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'tensor'; readonly tensor: TensorInfo }
  | { readonly kind: 'graph'; readonly graph: Graph }
  | { readonly kind: 'other' };

/** One operation; `index` is its place in the file, which need not be the order of computing. */
export type GraphNode = {
  readonly index: number;
  readonly name: string;
  readonly opType: string;
  /** "" for the operators of ONNX itself. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
};

/** A graph: the main one, or a branch of If, Loop or Scan. */
export type Graph = {
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, TensorInfo>;
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphInput[];
  /** What the file declares of inner tensors. */
  readonly declared: ReadonlyMap<string, GraphInput>;
};

/** A graph that is being read. */
type GraphParts = {
  readonly nodes: GraphNode[];
  readonly initializers: Map<string, TensorInfo>;
  readonly inputs: GraphInput[];
  readonly outputs: GraphInput[];
  readonly declared: Map<string, GraphInput>;
};

/** Deeper nesting of branches than any real file has; a damaged one could otherwise exhaust the stack. */
const MAX_DEPTH = 32;

/** A graph without anything in it. */
export function emptyGraph(): GraphParts {
  return { nodes: [], initializers: new Map(), inputs: [], outputs: [], declared: new Map() };
}

/**
 * Adds what one GraphProto record says to `parts`; `depth` counts the branches around it.
 * Throws AppError 'not-onnx' for a malformed record, 'unsupported-graph' for branches nested too deep.
 * Source: onnx.proto of the ONNX repository, field numbers.
 */
export function readGraphInto(reader: ProtoReader, parts: GraphParts, depth: number): void {
  if (depth > MAX_DEPTH) throw new AppError('unsupported-graph', `its branches are nested more than ${MAX_DEPTH} deep`);
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        parts.nodes.push(readNode(reader.message(), parts.nodes.length, depth));
        break;
      case 5: {
        const tensor = readTensor(reader.message());
        parts.initializers.set(tensor.name, tensor);
        break;
      }
      case 11:
        parts.inputs.push(readValueInfo(reader.message()));
        break;
      case 12:
        parts.outputs.push(readValueInfo(reader.message()));
        break;
      case 13: {
        const info = readValueInfo(reader.message());
        parts.declared.set(info.name, info);
        break;
      }
      default:
        reader.skip();
    }
  }
}

/** Reads a NodeProto; `depth` counts the branches around it. */
export function readNode(reader: ProtoReader, index: number, depth: number): GraphNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, Attribute>();
  let name = '';
  let opType = '';
  let domain = '';
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        inputs.push(reader.text());
        break;
      case 2:
        outputs.push(reader.text());
        break;
      case 3:
        name = reader.text();
        break;
      case 4:
        opType = reader.text();
        break;
      case 5: {
        const [key, attribute] = readAttribute(reader.message(), depth);
        attributes.set(key, attribute);
        break;
      }
      case 7:
        domain = reader.text();
        break;
      default:
        reader.skip();
    }
  }
  return { index, name, opType, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes };
}

function readAttribute(reader: ProtoReader, depth: number): readonly [string, Attribute] {
  let name = '';
  let attribute: Attribute = { kind: 'other' };
  const values: number[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        name = reader.text();
        break;
      case 2:
        attribute = { kind: 'float', value: reader.float() };
        break;
      case 3:
        attribute = { kind: 'int', value: reader.int() };
        break;
      case 4:
        attribute = { kind: 'text', value: reader.text() };
        break;
      case 5:
        attribute = { kind: 'tensor', tensor: readTensor(reader.message()) };
        break;
      case 6: {
        const graph = emptyGraph();
        readGraphInto(reader.message(), graph, depth + 1);
        attribute = { kind: 'graph', graph };
        break;
      }
      case 8:
        reader.ints((value) => values.push(value));
        attribute = { kind: 'ints', values };
        break;
      default:
        reader.skip();
    }
  }
  return [name, attribute];
}

/** ValueInfoProto -> TypeProto -> TypeProto.Tensor -> TensorShapeProto. */
function readValueInfo(reader: ProtoReader): GraphInput {
  let name = '';
  let elementType: ElementType = 'undefined';
  const dims: (number | string)[] = [];
  let isShapeless = true;
  while (reader.next()) {
    if (reader.field === 1) name = reader.text();
    else if (reader.field === 2) {
      eachMessage(reader.message(), 1, (tensor) => {
        while (tensor.next()) {
          if (tensor.field === 1) elementType = elementTypeOf(tensor.int());
          else if (tensor.field === 2) {
            isShapeless = false;
            eachMessage(tensor.message(), 1, (dim) => dims.push(readDim(dim)));
          } else tensor.skip();
        }
      });
    } else reader.skip();
  }
  return { name, elementType, dims, ...(isShapeless && { isShapeless }) };
}

function eachMessage(reader: ProtoReader, field: number, take: (message: ProtoReader) => void): void {
  while (reader.next()) {
    if (reader.field === field) take(reader.message());
    else reader.skip();
  }
}

function readDim(reader: ProtoReader): number | string {
  let dim: number | string = '?';
  while (reader.next()) {
    if (reader.field === 1) {
      const length = reader.int();
      // Some writers say -1 for a free length.
      dim = length < 0 ? '?' : length;
    } else if (reader.field === 2) dim = reader.text();
    else reader.skip();
  }
  return dim;
}

/** The integer of an attribute, or `fallback` where the node leaves it out. */
export function intOf(node: GraphNode, name: string, fallback: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' ? attribute.value : fallback;
}

/** The float of an attribute, or `fallback` where the node leaves it out. */
export function floatOf(node: GraphNode, name: string, fallback: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'float' ? attribute.value : fallback;
}
