import type { GraphNode } from './graphProto.ts';

/** The equation of an Einsum of two operands, one letter per axis; an ellipsis stands for axes of the batch. */
type Equation = { readonly left: string; readonly right: string; readonly result: string };

/** The equation of an Einsum of two operands and a written result, else null. */
export function equationOf(node: GraphNode): Equation | null {
  const attribute = node.opType === 'Einsum' ? node.attributes.get('equation') : undefined;
  if (attribute?.kind !== 'text') return null;
  const [operands = '', result] = attribute.value.replaceAll(/\s|\.\.\./g, '').split('->');
  const [left, right, ...more] = operands.split(',');
  if (left === undefined || right === undefined || result === undefined || more.length > 0) return null;
  return { left, right, result };
}

/** Which operand holds the keys of a score product: the one with the last axis of the result. Null if both or none do. */
export function keyOperand({ left, right, result }: Equation): 0 | 1 | null {
  const key = result.at(-1) ?? '';
  const isLeft = left.includes(key);
  return isLeft === right.includes(key) ? null : isLeft ? 0 : 1;
}

/** Weights as operand of a product; `order` is the permutation that brings them to [..., query, key], null if they are. */
export type Weighting = { readonly order: readonly number[] | null };

/**
 * Whether operand `input` weights the other one by its last axis: that axis is summed over, and exactly one more, that
 * of the queries, is its own.
 */
export function weighting(equation: Equation, input: number): Weighting | null {
  const [weights, values] = input === 0 ? [equation.left, equation.right] : [equation.right, equation.left];
  const key = weights.at(-1) ?? '';
  if (!values.includes(key) || equation.result.includes(key)) return null;
  const own = weights.split('').filter((axis) => !values.includes(axis) && equation.result.includes(axis));
  const [query] = own;
  if (query === undefined || own.length > 1) return null;
  const order = weights
    .split('')
    .filter((axis) => axis !== query && axis !== key)
    .concat(query, key);
  const isUsual = order.join('') === weights;
  return { order: isUsual ? null : order.map((axis) => weights.indexOf(axis)) };
}
