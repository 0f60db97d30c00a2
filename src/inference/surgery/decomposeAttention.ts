import { labelOf } from './draft.ts';
import type { Rewrite } from './draft.ts';
import { elementTypeAt } from './elementTypeAt.ts';
import type { GraphIndex } from './graph.ts';
import { floatOf, intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import type { FreshNames } from './names.ts';
import { hidesLater } from './operators.ts';
import type { FusedOperator, PackedPlaces } from './fusedOperator.ts';
import { PartsBuilder } from './partsBuilder.ts';
import { causalMask, paddingMask } from './partsMasks.ts';
import { rankOf } from './rank.ts';

/**
 * Attention with packed weights (`Attention` and `QAttention` of com.microsoft) as its parts: the packed projection, the split into heads, scores, mask, softmax and context.
 * It has no output for its weights. Small integers are made the numbers that they stand for first. Returns why, if it is of a form that is not taken apart.
 * Source: ContribOperators.md of ONNX Runtime, Attention and QAttention; its behaviour was compared by running both.
 */
export function decomposeAttention(
  index: GraphIndex,
  node: GraphNode,
  operator: FusedOperator,
  opset: number,
  fresh: FreshNames,
): Rewrite | string {
  if (operator.weights.by !== 'parts') throw new RangeError(`invalid operator: ${node.opType} is not taken apart`);
  const { places } = operator.weights;
  const at = (input: number | null): string => (input === null ? '' : (node.inputs[input] ?? ''));
  const sizes = projectionSizes(index, node, places);
  const maskRank = at(places.mask) === '' ? 0 : rankOf(index, at(places.mask));
  const refusal = whyNot(node, operator, opset, sizes, maskRank);
  if (refusal !== null || sizes === null || maskRank === null) return refusal ?? '';
  const nHeads = intOf(node, operator.heads, 0);
  const elementType = elementTypeAt(index, at(places.integers === null ? places.input : places.bias));
  const isHalf = elementType === 'float16';
  const b = new PartsBuilder(fresh, opset);

  const product = b.add('MatMul', [...factorsOf(b, at, places)]);
  const packed = at(places.bias) === '' ? product : b.add('Add', [product, at(places.bias)]);
  const toHeads = b.ints([0, 0, nHeads, -1]);
  const [query = '', newKey = '', newValue = ''] = sizes.map((size, part) => {
    const start = sizes.slice(0, part).reduce((sum, each) => sum + each, 0);
    const slice = b.slice(packed, 2, b.ints([start]), b.ints([start + size]));
    return b.add('Transpose', [b.add('Reshape', [slice, toHeads])], { perm: [0, 2, 1, 3] });
  });
  const key = withPast(b, at(places.past), newKey, 0);
  const value = withPast(b, at(places.past), newValue, 1);
  const keyT = b.add('Transpose', [key], { perm: [0, 1, 3, 2] });
  const scale = floatOf(node, 'scale', 0) || 1 / Math.sqrt((sizes[0] ?? 1) / nHeads);
  let scores = b.add('Mul', [b.add('MatMul', [query, keyT]), b.float(scale, isHalf)]);
  const lowest = floatOf(node, 'mask_filter_value', -10000);
  if (maskRank !== 0)
    scores = b.add('Add', [scores, paddingMask(b, at(places.mask), maskRank, keyT, query, lowest, isHalf)]);
  if (intOf(node, 'unidirectional', 0) === 1) scores = causalMask(b, scores, isHalf);
  if (at(places.addend) !== '') scores = b.add('Add', [scores, at(places.addend)]);
  const probabilities = b.add('Softmax', [scores], { axis: 3 });
  const context = b.add('Transpose', [b.add('MatMul', [probabilities, value])], { perm: [0, 2, 1, 3] });
  b.add('Reshape', [context, b.ints([0, 0, -1])], {}, node.outputs[0] ?? '');
  const present = node.outputs[1] ?? '';
  if (present !== '') {
    const parts = [key, value].map((part) => b.unsqueeze(part, [0]));
    b.add('Concat', parts, { axis: 0 }, present);
  }
  return {
    drafts: [
      {
        isSelf: true,
        isCausal: hidesLater(index, node, operator),
        probabilities,
        elementType: elementType === 'undefined' ? 'float32' : elementType,
        scores,
        query,
        key: keyT,
        value,
        context: node.outputs[0] ?? null,
        nodeName: labelOf(node),
        how: `${node.opType} taken apart: MatMul by the packed weights -> MatMul -> Mul -> mask -> Softmax -> MatMul`,
        headsInBatch: false,
        isHalf,
        rowsSumToOne: true,
        branch: null,
        cpuOnly: null,
        order: null,
        maskPoint: {
          at: 'operator',
          node,
          nHeads,
          elementType,
          values: { name: value, areSplit: true, nHeads, bias: null },
          why: null,
        },
        trace: { by: 'operator', node },
      },
    ],
    patch: { kind: 'replace', by: b.nodes },
    records: b.tensors,
  };
}

/** Input and weights as numbers. */
function factorsOf(
  b: PartsBuilder,
  at: (input: number) => string,
  { input, weights, integers }: PackedPlaces,
): readonly [input: string, weights: string] {
  if (integers === null) return [at(input), at(weights)];
  // Of several scales each stands for a column of the weights.
  const real = (tensor: string, scale: number, zero: number): string =>
    b.add('DequantizeLinear', [tensor, at(scale), ...(at(zero) === '' ? [] : [at(zero)])]);
  return [
    real(at(input), integers.inputScale, integers.inputZero),
    real(at(weights), integers.weightScale, integers.weightZero),
  ];
}

/** Columns of the packed weights for queries, keys and values; null if the file does not tell. */
function projectionSizes(index: GraphIndex, node: GraphNode, places: PackedPlaces): readonly number[] | null {
  const given = node.attributes.get('qkv_hidden_sizes');
  if (given?.kind === 'ints' && given.values.length === 3) return given.values;
  const weights = index.constants.get(node.inputs[places.weights] ?? '');
  const bias = index.constants.get(node.inputs[places.bias] ?? '');
  const columns = weights?.dims[1] ?? bias?.dims[0];
  return columns === undefined ? null : [columns / 3, columns / 3, columns / 3];
}

function whyNot(
  node: GraphNode,
  { weights, heads }: FusedOperator,
  opset: number,
  sizes: readonly number[] | null,
  maskRank: number | null,
): string | null {
  const why = (what: string): string => `the fused operator ${node.opType} is not taken apart here: ${what}`;
  // Range came with 11.
  if (opset < 11) return why(`the operator set ${opset} is older than 11`);
  if (sizes === null) return why('the sizes of its projections are not in the file');
  if (intOf(node, heads, 0) < 1) return why('it does not say how many heads it has');
  const refused = weights.by === 'parts' ? weights.refused : [];
  const found = refused.find(({ attribute }) => intOf(node, attribute, 0) === 1);
  if (found !== undefined) return why(found.why);
  if (maskRank === null) return why('the graph does not tell the shape of its mask');
  return maskRank > 4 ? why('its mask has more than 4 axes') : null;
}

/** past is [2, batch, head, past position, feature]: keys, then values. */
function withPast(b: PartsBuilder, past: string, fresh: string, which: 0 | 1): string {
  if (past === '') return fresh;
  return b.add('Concat', [b.add('Gather', [past, b.ints(which)], { axis: 0 }), fresh], { axis: 2 });
}
