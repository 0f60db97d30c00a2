import { isFloat } from '../elementTypes.ts';
import type { GraphIndex } from '../graph.ts';
import type { Path } from '../trace.ts';
import { numberOf } from './projections.ts';

/** How far what is added to scores is followed back. */
const MAX_STEPS = 60;

/**
 * Whether something is added to scores that need not be a mask: what comes from activations, or from more than one stored
 * number, as tables of distances do.
 */
export function isBias(index: GraphIndex, addend: string): boolean {
  const seen = new Set([addend]);
  for (const tensor of seen) {
    if (index.activations.has(tensor)) return true;
    const stored = index.constants.get(tensor);
    if (stored !== undefined && isFloat(stored.elementType) && stored.nElements > 1) return true;
    if (seen.size > MAX_STEPS) return true;
    for (const input of index.producerOf.get(tensor)?.inputs ?? []) if (input !== '') seen.add(input);
  }
  return false;
}

/** What is added on the way from products to the softmax. */
export function addendsOf({ nodes, tensors }: Path): readonly string[] {
  return nodes.flatMap((node, at) => {
    const isSum = node.opType === 'Add' || node.opType === 'Sub' || node.opType === 'Sum';
    return isSum ? node.inputs.filter((input) => input !== tensors[at + 1]) : [];
  });
}

/** C of a soft-cap C tanh(x / C) on the way from products to the softmax; null for none. */
export function softCapOf(index: GraphIndex, { nodes, tensors }: Path): number | null {
  const tanh = nodes.findIndex(({ opType }) => opType === 'Tanh');
  if (tanh < 0) return null;
  // Nearest the softmax first: what multiplies behind the Tanh stands before it here.
  const factors = nodes.slice(0, tanh).flatMap((node, at) => {
    const other = node.inputs.find((input) => input !== tensors[at + 1]) ?? '';
    return node.opType === 'Mul' ? (numberOf(index, other) ?? []) : [];
  });
  return factors.length === 1 ? (factors[0] ?? null) : null;
}
