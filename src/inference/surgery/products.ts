import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { summedProduct } from './summedProduct.ts';

const PRODUCTS = new Set(['MatMul', 'FusedMatMul', 'Gemm', 'Einsum', 'MatMulInteger', 'TransposeMatMul']);

/** True for an operator that multiplies two matrices. */
export function isProductOperator(node: GraphNode): boolean {
  return PRODUCTS.has(node.opType);
}

/** The two factors of a matrix product, or of one that is written as a sum over products; null for any other node. */
export function factorsOf(index: GraphIndex, node: GraphNode): readonly [left: string, right: string] | null {
  const [left = '', right = ''] = node.inputs;
  return isProductOperator(node) ? [left, right] : (summedProduct(index, node)?.factors ?? null);
}

/** True for a product of two tensors that both change with what is fed: queries by keys, or probabilities by values. */
export function isDataProduct(index: GraphIndex, node: GraphNode): boolean {
  return factorsOf(index, node)?.every((tensor) => index.dataTensors.has(tensor)) ?? false;
}

/** Operators that compute attention inside; those of linear attention end in the same word and mix positions as well. */
const FUSED = /Attention$/;

/** True for an operator that computes attention, or linear attention, inside. */
export function isFused(node: GraphNode): boolean {
  return FUSED.test(node.opType);
}

/** True for an operator that may bring numbers from one position to another by what the positions hold. */
export function mixesPositions(index: GraphIndex, node: GraphNode): boolean {
  return isFused(node) || isDataProduct(index, node);
}
