import { equationOf } from '../einsum.ts';
import type { GraphNode } from '../graphProto.ts';
import { intOf } from '../graphProto.ts';
import type { Operand } from './types.ts';

/** An operand that lies as [.., row, channel], with heads on an axis. */
export function plainOperand(name: string, isTransposed = false): Operand {
  return { name, order: null, isTransposed, joined: null, added: null, turned: null };
}

/** Where the operands of a product lie: rows are what the result has of each alone. */
type Role = 'query' | 'key' | 'value';

/**
 * How an operand of the score product (query, key) or of the product by values lies; null where the graph does not tell.
 * `input` is its place in the product, `isFlipped` whether that makes [.., key, query] or [.., channel, query].
 */
export function operandOf(
  product: GraphNode,
  name: string,
  role: Role,
  input: number,
  isFlipped: boolean,
): Operand | null {
  if (product.opType === 'ReduceSum') return null;
  const equation = equationOf(product);
  if (equation === null) {
    // Of a product of matrices the left operand has what is summed over last, the right one before its last axis.
    const isTurned = intOf(product, input === 0 ? 'transA' : 'transB', 0) === 1;
    const hasSummedLast = (input === 0) !== isTurned;
    // What is summed over are channels in scores, rows of values in contexts.
    return plainOperand(name, role === 'value' ? hasSummedLast : !hasSummedLast);
  }
  if (isFlipped) return null;
  const [own, other] = input === 0 ? [equation.left, equation.right] : [equation.right, equation.left];
  const summed = own.split('').find((axis) => other.includes(axis) && !equation.result.includes(axis));
  const kept = own.split('').find((axis) => !other.includes(axis) && equation.result.includes(axis));
  if (summed === undefined || kept === undefined) return null;
  const [row, channel] = role === 'value' ? [summed, kept] : [kept, summed];
  const shared = equation.result.split('').filter((axis) => own.includes(axis) && other.includes(axis));
  if (shared.length + 2 !== own.length) return null;
  const written = product.attributes.get('equation');
  if (written?.kind === 'text' && written.value.includes('...')) {
    const last = own.slice(-2);
    return last === row + channel || last === channel + row ? plainOperand(name, last === channel + row) : null;
  }
  const order = [...shared, row, channel].map((axis) => own.indexOf(axis));
  return { ...plainOperand(name), order };
}
