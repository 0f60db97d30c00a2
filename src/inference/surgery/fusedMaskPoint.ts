import { elementTypeAt } from './elementTypeAt.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import type { FusedValues, MaskPoint } from './maskTypes.ts';
import type { FusedOperator } from './fusedOperator.ts';
import { rankOf } from './rank.ts';

const PRESENT_VALUES = 2;
const VALUES = 2;

/**
 * Where a mask fits behind a fused operator that gives its weights: what it gives out is linear in them.
 * Its values are needed to put a pattern in the place of its own.
 */
export function fusedMaskPoint(index: GraphIndex, node: GraphNode, operator: FusedOperator): MaskPoint {
  const nHeads = intOf(node, operator.heads, 0);
  const isSplit = operator.maySplit && nHeads === 0;
  if (!isSplit && nHeads < 1) return { at: 'nowhere', why: `${node.opType} does not say how many heads it has` };
  const values = valuesOf(index, node, operator, isSplit ? null : nHeads);
  return {
    at: 'operator',
    node,
    nHeads: isSplit ? null : nHeads,
    elementType: elementTypeAt(index, node.inputs[0] ?? ''),
    values: typeof values === 'string' ? null : values,
    why: typeof values === 'string' ? `no pattern can take the place of a head's own: ${values}` : null,
  };
}

/** The values that an operator weights, or why they cannot be reached. */
function valuesOf(
  index: GraphIndex,
  node: GraphNode,
  { values }: FusedOperator,
  nHeads: number | null,
): FusedValues | string {
  const input = (place: number | null): string => (place === null ? '' : (node.inputs[place] ?? ''));
  if (values === null) throw new RangeError(`invalid operator: ${node.opType} is taken apart`);
  const { heads, past, bias, quantised } = values;
  const nShared = heads === null ? nHeads : intOf(node, heads, 0) || null;
  const quantisation = quantised === null ? undefined : node.attributes.get(quantised);
  if (quantisation?.kind === 'text' && quantisation.value !== 'NONE') return 'it keeps its values as small integers';
  const present = node.outputs[PRESENT_VALUES] ?? '';
  if (present !== '') return { name: present, areSplit: true, nHeads: nShared, bias: null };
  if (input(past) !== '') return 'values of a past are joined to its own inside';
  const name = input(VALUES);
  if (name === '') return 'queries, keys and values come to it in one piece';
  const rank = rankOf(index, name);
  if (rank === 4) return { name, areSplit: true, nHeads: nShared, bias: null };
  if (rank !== 3 && nHeads === null) return 'the graph does not tell how its values lie';
  return nShared === null
    ? 'it does not say how many heads its values have'
    : { name, areSplit: false, nHeads: nShared, bias: input(bias) === '' ? null : input(bias) };
}
