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
    }
  /** The same, where queries, keys and values may come ready-made; refused where an attribute is set or an input is fed. */
  | {
      readonly by: 'unfused';
      readonly refused: readonly { readonly attribute?: string; readonly input?: number; readonly why: string }[];
      readonly places: UnfusedPlaces;
    };

/** Where such an operator has what it takes. */
export type UnfusedPlaces = {
  /** Queries, or what is projected to queries, keys and values by packed `weights`. */
  readonly query: number;
  readonly weights: number | null;
  readonly key: number | null;
  readonly value: number | null;
  readonly bias: number | null;
  readonly mask: number | null;
  readonly addend: number | null;
  /** Keys and values, both in one where `value` is null, and how many of a shared buffer are there. */
  readonly past: { readonly key: number; readonly value: number | null; readonly length: number } | null;
  /** Tokens before each of the sequences that lie in one row; null where each has a row of its own. */
  readonly lengths: number | null;
  /** Keys and values that lie in blocks and are given back as they come. */
  readonly caches: readonly [keys: number, values: number] | null;
  readonly rotary: { readonly cos: number; readonly sin: number } | null;
  /** The attribute that says how many heads keys and values have. */
  readonly keyHeads: string | null;
  /** Or the attribute that says whether later keys are hidden. */
  readonly causal: 'always' | 'never' | 'is_causal';
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
