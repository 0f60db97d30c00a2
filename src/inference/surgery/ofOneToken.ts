import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { elementAt } from './tensorInfo.ts';

/** Operators that change numbers where they stand. */
const IN_PLACE = new Set(['Cast', 'Identity', 'Dropout', 'Tanh', 'Clip', 'Sigmoid', 'Relu', 'Add', 'Mul', 'Div']);
/** More of them than any model has in a row. */
const MAX_STEPS = 8;

/**
 * True for a matrix that is made of what one token holds: a dense layer's channels laid out as rows and columns, with the tokens left where
 * they were. A product with it brings nothing from one position to another.
 * Shape: dense [batch, token, row x column] -> [batch, token, row, column].
 */
export function isOfOneToken(index: GraphIndex, factor: string): boolean {
  const reshape = behind(index, factor, (node) => IN_PLACE.has(node.opType) || turnsMatrix(node));
  const sizes = reshape?.opType === 'Reshape' ? matrixSizes(index, reshape) : null;
  if (reshape === undefined || sizes === null) return false;
  const dense = behind(index, reshape.inputs[0] ?? '', (node) => IN_PLACE.has(node.opType));
  return dense?.opType === 'MatMul' && index.constants.get(dense.inputs[1] ?? '')?.dims.at(-1) === sizes[0] * sizes[1];
}

/** The first node on the way back from a tensor that is none of those to be passed; of several factors the one that changes with what is fed. */
function behind(index: GraphIndex, tensor: string, passes: (node: GraphNode) => boolean): GraphNode | undefined {
  let node = index.producerOf.get(tensor);
  for (let step = 0; step < MAX_STEPS && node !== undefined && passes(node); step++) {
    node = index.producerOf.get(node.inputs.find((input) => index.activations.has(input)) ?? '');
  }
  return node;
}

/** Whether axes trade places within the matrix only. */
function turnsMatrix({ opType, attributes }: GraphNode): boolean {
  const perm = attributes.get('perm');
  if (opType !== 'Transpose' || perm?.kind !== 'ints') return false;
  const nBefore = perm.values.length - 2;
  return perm.values.every((axis, at) => (at < nBefore ? axis === at : axis >= nBefore));
}

/** Stored sizes of the last two of four or more axes that a Reshape makes; null where the file does not say them. */
function matrixSizes(index: GraphIndex, { inputs: [, shape = ''] }: GraphNode): readonly [number, number] | null {
  const maker = index.producerOf.get(shape);
  const parts = maker?.opType === 'Concat' ? maker.inputs.map((part) => index.constants.get(part)) : null;
  const stored = index.constants.get(shape);
  const nAxes = parts?.length ?? stored?.nElements ?? 0;
  const sizeOf = (axis: number): number => {
    const from = parts === null ? stored : parts[axis];
    return (from && elementAt(from, parts === null ? axis : 0)) ?? 0;
  };
  const sizes = [sizeOf(nAxes - 2), sizeOf(nAxes - 1)] as const;
  return nAxes >= 4 && sizes.every((size) => size > 0) ? sizes : null;
}
