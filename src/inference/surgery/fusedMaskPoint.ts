import { elementTypeAt } from './elementTypeAt.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import type { FusedValues, MaskPoint } from './maskTypes.ts';
import { rankOf } from './rank.ts';

const PRESENT_VALUES = 2;
const VALUES = 2;

/**
 * Where a mask fits behind a fused operator that gives its weights: what it gives out is linear in them.
 * Its values are needed to put a pattern in the place of its own.
 * Source: ContribOperators.md of ONNX Runtime; Operators.md of ONNX, Attention 23.
 */
export function fusedMaskPoint(index: GraphIndex, node: GraphNode): MaskPoint {
  const isStandard = node.domain === '';
  const nHeads = intOf(node, isStandard ? 'q_num_heads' : 'num_heads', 0);
  // The standard operator is told the number of heads where its inputs have three axes, and only there.
  const isSplit = isStandard && nHeads === 0;
  if (!isSplit && nHeads < 1) return { at: 'nowhere', why: `${node.opType} does not say how many heads it has` };
  const values = valuesOf(index, node, isSplit ? null : nHeads);
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
function valuesOf(index: GraphIndex, node: GraphNode, nHeads: number | null): FusedValues | string {
  const input = (place: number): string => node.inputs[place] ?? '';
  const isMultiHead = node.opType === 'MultiHeadAttention';
  const isGrouped = node.opType === 'GroupQueryAttention';
  // By operator: where values of a past are fed, and where biases are.
  const [past, bias] = isMultiHead ? [input(7), input(3)] : isGrouped ? [input(4), ''] : [input(5), ''];
  const nShared = isMultiHead ? nHeads : intOf(node, 'kv_num_heads', 0) || null;
  const quantised = node.attributes.get('v_quant_type');
  if (quantised?.kind === 'text' && quantised.value !== 'NONE') return 'it keeps its values as small integers';
  const present = node.outputs[PRESENT_VALUES] ?? '';
  if (present !== '') return { name: present, areSplit: true, nHeads: nShared, bias: null };
  if (past !== '') return 'values of a past are joined to its own inside';
  const name = input(VALUES);
  if (name === '') return 'queries, keys and values come to it in one piece';
  const rank = rankOf(index, name);
  if (rank === 4) return { name, areSplit: true, nHeads: nShared, bias: null };
  if (rank !== 3 && nHeads === null) return 'the graph does not tell how its values lie';
  return nShared === null
    ? 'it does not say how many heads its values have'
    : { name, areSplit: false, nHeads: nShared, bias: bias === '' ? null : bias };
}
