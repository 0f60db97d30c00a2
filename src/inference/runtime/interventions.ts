/**
 * What is done to one attention of the graph in one pass, for each sequence of the batch and each head:
 * context = (scale * probabilities + pattern) values + context.
 */
export type SiteIntervention = {
  /** 1 leaves a head as it is. Shape: [sequence, head]. */
  readonly scale: Float32Array;
  /** Added to the scaled probabilities; null for nothing. Shape: [sequence, head, query, key]. */
  readonly pattern: Float32Array | null;
  /** Set where heads are changed window by window: then each sequence is that many windows. Shapes: `window` behind `sequence` in all. */
  readonly nWindows?: number;
  /** Keys in a row of `pattern`, which its length alone does not tell; without it rows are taken for those of the kind of attention. */
  readonly nKeys?: number;
  /** Added to the heads' outputs; null for nothing. Shape: [sequence, head, query, channel of the values]. */
  readonly context: Float32Array | null;
};

/** What the graph lets be done to one attention. */
export type SiteSupport = {
  readonly canScale: boolean;
  readonly canReplacePattern: boolean;
  /** Whether patterns of the windows of a layer can be replaced, which are not those that are shown. */
  readonly canReplaceWindows?: true;
  readonly canAddContext: boolean;
  /** Whether the heads' outputs can be read, which mean ablation needs. */
  readonly canReadContext: boolean;
  /** Why something cannot be done, in words for people; null if all can. */
  readonly why: string | null;
};

/** One entry for each layer of a `ModelPass`, in its order; null leaves the layer as it is. */
export type Interventions = readonly (SiteIntervention | null)[];

/** What the heads of one attention gave before the output projection, without any intervention: z = P V. */
export type SiteContext = {
  readonly nHeads: number;
  readonly nQueries: number;
  readonly nChannels: number;
  /** Shape: [head, query, channel]. */
  readonly data: Float32Array;
};
