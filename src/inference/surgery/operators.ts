import { causalityOf } from './causality.ts';
import type { FusedOperator, UnfusedPlaces } from './fusedOperator.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';

const NO_PLACES: UnfusedPlaces = {
  query: 0,
  weights: null,
  key: null,
  value: null,
  bias: null,
  mask: null,
  addend: null,
  past: null,
  lengths: null,
  caches: null,
  rotary: null,
  keyHeads: null,
  causal: 'never',
};

/** What is the same for all operators that are taken apart whole. */
const TAKEN_APART: Pick<FusedOperator, 'causal' | 'masks' | 'sink' | 'cpuOnly' | 'heads' | 'maySplit' | 'values'> = {
  causal: null,
  masks: [],
  sink: null,
  cpuOnly: null,
  heads: 'num_heads',
  maySplit: false,
  values: null,
};

/**
 * The fused operators whose weights can be had, one row each; any other is refused by its name.
 * Source: ContribOperators.md of ONNX Runtime; Operators.md of ONNX, Attention 23; what the WebGPU runtime lacks was seen
 * in version 1.30.
 */
const OPERATORS: readonly FusedOperator[] = [
  {
    domain: 'com.microsoft',
    opType: 'MultiHeadAttention',
    weights: { by: 'scores' },
    causal: 'unidirectional',
    masks: [4, 5],
    sink: null,
    cpuOnly: { why: 'the WebGPU runtime takes no padding mask of keys for MultiHeadAttention', input: 4 },
    heads: 'num_heads',
    maySplit: false,
    values: { heads: null, past: 7, bias: 3, quantised: null },
  },
  {
    domain: 'com.microsoft',
    opType: 'GroupQueryAttention',
    // Of scores alone a softmax could not tell masked keys, which are 0 there too.
    weights: { by: 'weights', attribute: 'qk_output', value: 2 },
    causal: null,
    masks: [],
    sink: { attribute: 'smooth_softmax', input: 11 },
    cpuOnly: { why: 'the WebGPU runtime has no weights output for GroupQueryAttention', input: null },
    heads: 'num_heads',
    maySplit: false,
    values: { heads: 'kv_num_heads', past: 4, bias: null, quantised: 'v_quant_type' },
  },
  {
    domain: '',
    opType: 'Attention',
    weights: { by: 'weights', attribute: 'qk_matmul_output_mode', value: 3 },
    causal: 'is_causal',
    masks: [3],
    sink: null,
    cpuOnly: null,
    heads: 'q_num_heads',
    maySplit: true,
    values: { heads: 'kv_num_heads', past: 5, bias: null, quantised: null },
  },
  {
    domain: 'com.microsoft',
    opType: 'Attention',
    weights: {
      by: 'parts',
      refused: [
        { attribute: 'do_rotary', why: 'it rotates queries and keys inside' },
        { attribute: 'past_present_share_buffer', why: 'it shares a buffer with the past' },
      ],
      places: { input: 0, weights: 1, bias: 2, mask: 3, past: 4, addend: 5, integers: null },
    },
    causal: 'unidirectional',
    masks: [3, 5],
    sink: null,
    cpuOnly: null,
    heads: 'num_heads',
    maySplit: false,
    values: null,
  },
  {
    domain: 'com.microsoft',
    opType: 'QAttention',
    weights: {
      by: 'parts',
      refused: [
        { attribute: 'do_rotary', why: 'it rotates queries and keys inside' },
        { attribute: 'past_present_share_buffer', why: 'it shares a buffer with the past' },
      ],
      places: {
        input: 0,
        weights: 1,
        bias: 2,
        mask: 5,
        past: 8,
        addend: null,
        integers: { inputScale: 3, inputZero: 6, weightScale: 4, weightZero: 7 },
      },
    },
    causal: 'unidirectional',
    masks: [5],
    sink: null,
    cpuOnly: null,
    heads: 'num_heads',
    maySplit: false,
    values: null,
  },
  {
    domain: 'com.microsoft',
    opType: 'DecoderMaskedMultiHeadAttention',
    weights: {
      by: 'unfused',
      refused: [{ input: 9, why: 'it reorders its past by beams' }],
      places: {
        ...NO_PLACES,
        key: 1,
        value: 2,
        mask: 3,
        addend: 4,
        past: { key: 5, value: 6, length: 7 },
        bias: 10,
        causal: 'always',
      },
    },
    ...TAKEN_APART,
    masks: [3, 4],
  },
  {
    domain: 'com.microsoft',
    opType: 'DecoderMaskedSelfAttention',
    weights: {
      by: 'unfused',
      refused: [
        { attribute: 'do_rotary', why: 'it rotates queries and keys inside' },
        { input: 8, why: 'it reorders its past by beams' },
      ],
      places: {
        ...NO_PLACES,
        weights: 1,
        bias: 2,
        mask: 3,
        past: { key: 4, value: null, length: 6 },
        addend: 5,
        causal: 'always',
      },
    },
    ...TAKEN_APART,
    masks: [3, 5],
  },
  {
    domain: 'com.microsoft',
    opType: 'PackedMultiHeadAttention',
    weights: {
      by: 'unfused',
      refused: [],
      places: { ...NO_PLACES, key: 1, value: 2, bias: 3, lengths: 5, addend: 6 },
    },
    ...TAKEN_APART,
    masks: [6],
  },
  {
    domain: 'com.microsoft',
    opType: 'PackedAttention',
    weights: {
      by: 'unfused',
      refused: [],
      places: { ...NO_PLACES, weights: 1, bias: 2, lengths: 4, addend: 5 },
    },
    ...TAKEN_APART,
    masks: [5],
  },
  {
    domain: 'com.microsoft',
    opType: 'PagedAttention',
    weights: {
      by: 'unfused',
      refused: [
        { attribute: 'rotary_interleaved', why: 'it rotates neighbouring channels' },
        { attribute: 'rotary_offset', why: 'it rotates some channels in the middle' },
        { attribute: 'kv_cache_layout', why: 'its keys lie compressed' },
        { attribute: 'k_quant_type', why: 'its keys are small integers' },
        { attribute: 'v_quant_type', why: 'its values are small integers' },
        { input: 11, why: 'it has a sink besides its keys' },
        { input: 12, why: 'it norms queries and keys inside' },
      ],
      places: {
        ...NO_PLACES,
        key: 1,
        value: 2,
        lengths: 5,
        caches: [3, 4],
        rotary: { cos: 8, sin: 9 },
        keyHeads: 'kv_num_heads',
        causal: 'is_causal',
      },
    },
    ...TAKEN_APART,
  },
];

/** The row of a node, or undefined for an operator that is not known. */
export function operatorOf({ domain, opType }: GraphNode): FusedOperator | undefined {
  return OPERATORS.find((row) => row.domain === domain && row.opType === opType);
}

/** Whether an operator hides later keys, by itself or by what is fed to it; null where the graph does not tell. */
export function hidesLater(
  index: GraphIndex,
  node: GraphNode,
  { causal, masks }: Pick<FusedOperator, 'causal' | 'masks'>,
): boolean | null {
  if (causal === null || intOf(node, causal, 0) === 1) return true;
  return causalityOf(index, given(node, masks));
}

/** Those of some inputs of a node that are there. */
export function given(node: GraphNode, inputs: readonly number[]): readonly string[] {
  return inputs.map((input) => node.inputs[input] ?? '').filter((tensor) => tensor !== '');
}
