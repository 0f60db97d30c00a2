/** The sizes of attention that decide what it costs; batch 1, as many keys as queries. All are whole numbers from 1. */
export type AttentionShape = {
  /** Width of the stream. */
  readonly d: number;
  readonly nHeads: number;
  /** Heads of keys and values; it divides `nHeads`. */
  readonly nKeyHeads: number;
  /** Channels of a head's queries, keys and values; need not be d / nHeads. */
  readonly dK: number;
  readonly nTokens: number;
  readonly nLayers: number;
  readonly hasBiases: boolean;
  /** Of one stored number: 4 in float32, 2 in float16. */
  readonly bytes: number;
};

/** What attention of a shape costs, over all its layers. Whole numbers, exact up to 2^53. */
export type AttentionCost = {
  /** Numbers in W_Q, W_K, W_V and W_O, and in their biases. */
  readonly parameters: number;
  readonly weightBytes: number;
  /** One multiplication and one addition each; twice as many FLOPs. */
  readonly multiplyAdds: {
    /** The products with W_Q, W_K, W_V and W_O. */
    readonly projections: number;
    /** q k and a v, cells that a mask hides included: a graph with an additive mask works them out too. */
    readonly products: number;
    /** The same in a causal model whose kernels leave hidden cells out. */
    readonly productsOfCausal: number;
    readonly total: number;
  };
  /** One a cell of every map; scale, mask and division take as many steps each. */
  readonly exponentials: number;
  /** Bytes of all attention maps, if they are stored. */
  readonly mapBytes: number;
  /** Bytes of q, k, v and of what the heads give, before W_O. */
  readonly activationBytes: number;
  /** Bytes of keys and values that are kept to write on. */
  readonly cacheBytes: number;
  /** Of the two products W_Q W_K^T and W_V W_O of one head, the largest rank that they can have. */
  readonly rank: number;
};

/** What attention of this shape costs: the formulas of docs/metrics.md, "What heads cost". */
export function attentionCost(shape: AttentionShape): AttentionCost {
  const { d, nHeads, nKeyHeads, dK, nTokens, nLayers, hasBiases, bytes } = shape;
  const matrices = 2 * d * nHeads * dK + 2 * d * nKeyHeads * dK;
  const biases = hasBiases ? nHeads * dK + 2 * nKeyHeads * dK + d : 0;
  const parameters = nLayers * (matrices + biases);
  const projections = nLayers * nTokens * matrices;
  const products = nLayers * 2 * nHeads * nTokens * nTokens * dK;
  const exponentials = nLayers * nHeads * nTokens * nTokens;
  return {
    parameters,
    weightBytes: bytes * parameters,
    multiplyAdds: {
      projections,
      products,
      productsOfCausal: nLayers * nHeads * nTokens * (nTokens + 1) * dK,
      total: projections + products,
    },
    exponentials,
    mapBytes: bytes * exponentials,
    activationBytes: nLayers * bytes * nTokens * (2 * nHeads + 2 * nKeyHeads) * dK,
    cacheBytes: nLayers * 2 * bytes * nKeyHeads * dK * nTokens,
    rank: Math.min(dK, d),
  };
}
