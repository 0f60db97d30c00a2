import { constantOf, moved } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import { decodeConstant } from '../decodeConstant.ts';
import { equationOf } from '../einsum.ts';
import type { GraphIndex } from '../graph.ts';
import { floatOf, intOf } from '../graphProto.ts';
import type { GraphNode } from '../graphProto.ts';

/** A product of activations with stored weights, y = x W + b. */
export type Projection = {
  /** The first operator of it. */
  readonly node: GraphNode;
  /** x. */
  readonly data: string;
  /** W, [channels in, channels out]; null where it cannot be decoded. */
  readonly weights: Constant | null;
  /** b where the operator adds one itself. */
  readonly bias: Constant | null;
  /** x W, and b where that is not null. */
  readonly output: string;
};

/** The projection that a node makes, or null. The weights have at least two axes of more than one place. */
export function projectionAt(index: GraphIndex, node: GraphNode, external: ExternalData): Projection | null {
  const [first = '', second = '', third = ''] = node.inputs;
  const output = node.outputs[0] ?? '';
  const isData = (tensor: string): boolean => index.dataTensors.has(tensor);
  const read = (tensor: string): Constant | null => constantOf(index, tensor, external);
  switch (node.opType) {
    case 'MatMul':
    case 'FusedMatMul':
    case 'Gemm': {
      if (!isData(first) || isData(second) || intOf(node, 'transA', 0) === 1) return null;
      const stored = read(second);
      if (stored !== null && !isMatrix(stored)) return null;
      const turned = intOf(node, 'transB', 0) === 1 ? stored && moved(stored, [1, 0]) : stored;
      const weights = turned && scaled(turned, floatOf(node, 'alpha', 1));
      const given = node.opType === 'Gemm' && third !== '' ? read(third) : null;
      return { node, data: first, weights, bias: given && scaled(given, floatOf(node, 'beta', 1)), output };
    }
    case 'Conv': {
      const stored = read(second);
      if (!isData(first) || stored === null || stored.dims.slice(2).some((dim) => dim !== 1)) return null;
      if (intOf(node, 'group', 1) !== 1) return null;
      const [nOut = 0, nIn = 0] = stored.dims;
      const weights = moved({ made: 'shaped', dims: [nOut, nIn], of: stored }, [1, 0]);
      return { node, data: first, weights, bias: third === '' ? null : read(third), output };
    }
    case 'Einsum':
      return ofEinsum(index, node, read);
    case 'MatMulNBits':
      return ofBlocks(node, read);
    case 'MatMulInteger':
      return ofIntegers(index, node, read);
    default:
      return null;
  }
}

/** The projection whose result a node gives; one of integers has two more operators behind it, and ends where it is scaled back. */
export function projectionEnding(index: GraphIndex, node: GraphNode, external: ExternalData): Projection | null {
  const found = projectionAt(index, node, external);
  if (found !== null || node.opType !== 'Mul') return found;
  const cast = node.inputs.map((input) => index.producerOf.get(input)).find((each) => each?.opType === 'Cast');
  const product = index.producerOf.get(cast?.inputs[0] ?? '');
  return product?.opType === 'MatMulInteger' ? projectionAt(index, product, external) : null;
}

function isMatrix({ dims }: Constant): boolean {
  return dims.filter((dim) => dim > 1).length === 2;
}

function scaled(of: Constant, by: number): Constant {
  return by === 1 ? of : { made: 'scaled', dims: of.dims, by, of };
}

/** Of the axes of the weights those that the data has come first: what is summed over. */
function ofEinsum(index: GraphIndex, node: GraphNode, read: (tensor: string) => Constant | null): Projection | null {
  const equation = equationOf(node);
  if (equation === null) return null;
  const place = node.inputs.findIndex((tensor) => !index.dataTensors.has(tensor));
  const data = node.inputs[1 - place];
  const stored = place < 0 || data === undefined ? null : read(node.inputs[place] ?? '');
  if (stored === null || data === undefined || !index.dataTensors.has(data)) return null;
  const axes = place === 0 ? equation.left : equation.right;
  const summed = axes.split('').filter((axis) => !equation.result.includes(axis));
  const kept = axes.split('').filter((axis) => equation.result.includes(axis));
  const turned = moved(
    stored,
    [...summed, ...kept].map((axis) => axes.indexOf(axis)),
  );
  if (turned === null || summed.length === 0 || kept.length === 0) return null;
  const size = (names: readonly string[]): number =>
    names.reduce((product, axis) => product * (stored.dims[axes.indexOf(axis)] ?? 1), 1);
  const weights: Constant = { made: 'shaped', dims: [size(summed), size(kept)], of: turned };
  return { node, data, weights, bias: null, output: node.outputs[0] ?? '' };
}

function ofBlocks(node: GraphNode, read: (tensor: string) => Constant | null): Projection {
  const [data = '', packed = '', scales = '', zeros = '', order = '', given = ''] = node.inputs;
  const [of, scale, zero] = [read(packed), read(scales), zeros === '' ? null : read(zeros)];
  const dims = [intOf(node, 'K', 0), intOf(node, 'N', 0)];
  const isKnown = of !== null && scale !== null && (zeros === '' || zero !== null) && order === '';
  const weights: Constant | null = isKnown
    ? { made: 'blocks', dims, bits: intOf(node, 'bits', 4), blockSize: intOf(node, 'block_size', 32), scale, zero, of }
    : null;
  return { node, data, weights, bias: given === '' ? null : read(given), output: node.outputs[0] ?? '' };
}

/** Integers in the middle: what goes in was quantised before, what comes out is scaled back behind a Cast. */
function ofIntegers(index: GraphIndex, node: GraphNode, read: (tensor: string) => Constant | null): Projection | null {
  const [quantised = '', stored = '', , zeros = ''] = node.inputs;
  const data = index.producerOf.get(quantised)?.inputs[0];
  const cast = onlyUse(index, node.outputs[0] ?? '');
  const back = cast?.opType === 'Cast' ? onlyUse(index, cast.outputs[0] ?? '') : undefined;
  const of = read(stored);
  if (data === undefined || back?.opType !== 'Mul' || of === null || index.dataTensors.has(stored)) return null;
  const factor = back.inputs.find((tensor) => tensor !== cast?.outputs[0]) ?? '';
  const parts = index.producerOf.get(factor)?.inputs ?? [factor];
  const scale = parts.map(read).find((part) => part !== null) ?? null;
  const zero = zeros === '' ? null : read(zeros);
  const isKnown = scale !== null && (zeros === '' || zero !== null);
  const weights: Constant | null = isKnown
    ? { made: 'dequantised', dims: of.dims, axis: of.dims.length - 1, blockSize: 0, scale, zero, of }
    : null;
  return { node, data, weights, bias: null, output: back.outputs[0] ?? '' };
}

function onlyUse(index: GraphIndex, tensor: string): GraphNode | undefined {
  const uses = index.usesOf.get(tensor) ?? [];
  return uses.length === 1 ? uses[0]?.node : undefined;
}

/** What a node multiplies by, if that is a single stored number. */
export function scaleBy(index: GraphIndex, { opType, inputs: [left = '', right = ''] }: GraphNode): number | null {
  if (opType === 'Mul') return numberOf(index, right) ?? numberOf(index, left);
  const divisor = opType === 'Div' ? numberOf(index, right) : null;
  return divisor === null ? null : 1 / divisor;
}

/** A stored number that stands alone, or null. */
export function numberOf(index: GraphIndex, tensor: string): number | null {
  const constant = constantOf(index, tensor, []);
  if (constant === null || constant.dims.some((dim) => dim !== 1)) return null;
  return decodeConstant(constant)?.data[0] ?? null;
}
