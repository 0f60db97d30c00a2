import { causalityOf } from './causality.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';

/** How the weights of a fused operator come out of it. */
export type WeightsOf =
  /** A fourth output of scores before the softmax, masks and biases included: a softmax is appended. */
  | { readonly by: 'scores' }
  /** A fourth output of weights after its own softmax, where an attribute has this value. */
  | { readonly by: 'weights'; readonly attribute: string; readonly value: number }
  /** No output at all: it is taken apart, unless one of these attributes is 1. */
  | {
      readonly by: 'parts';
      readonly refused: readonly { readonly attribute: string; readonly why: string }[];
      readonly places: PackedPlaces;
    };

/** Where an operator that is taken apart has what it takes. */
export type PackedPlaces = {
  readonly input: number;
  readonly weights: number;
  readonly bias: number;
  readonly mask: number;
  readonly past: number;
  /** What is added to scores; null where it takes none. */
  readonly addend: number | null;
  /** Scales and zeros of input and weights, where those are small integers. */
  readonly integers: {
    readonly inputScale: number;
    readonly inputZero: number;
    readonly weightScale: number;
    readonly weightZero: number;
  } | null;
};

/** What is to be known of a fused operator. Places of inputs count from 0; null stands for what it has not. */
export type FusedOperator = {
  readonly domain: string;
  readonly opType: string;
  readonly weights: WeightsOf;
  /** The attribute that is 1 where it hides later keys by itself; null for one that always does. */
  readonly causal: string | null;
  /** Inputs that are added to or chosen over its scores. */
  readonly masks: readonly number[];
  /** What makes a part of each row go to no key: an attribute that is 1, or an input. */
  readonly sink: { readonly attribute: string; readonly input: number } | null;
  /** Why the WebGPU runtime does not give its weights; `input`: only where that is fed. */
  readonly cpuOnly: { readonly why: string; readonly input: number | null } | null;
  /** The attribute that says how many heads it has. */
  readonly heads: string;
  /** Whether that is left out where queries, keys and values come with an axis of heads. */
  readonly maySplit: boolean;
  /** Its values, which are needed to put a pattern in the place of its own; null where it is taken apart anyway. */
  readonly values: {
    /** The attribute that says how many heads they have; as many as queries for null. */
    readonly heads: string | null;
    readonly past: number;
    /** Biases of queries, keys and values in one row. */
    readonly bias: number | null;
    /** The attribute that says how they are quantised. */
    readonly quantised: string | null;
  } | null;
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
