/** What a model is asked for, and so what an effect is measured on. */
export type Objective =
  /** Causal: the token after each position. */
  | 'next-token'
  /** Masked: each token by the rest of the sentence, one at a time (pseudo-log-likelihood). */
  | 'masked-token'
  /** A classifier: the class of the whole input. */
  | 'class'
  /** No language head: the vectors that come out. */
  | 'output';

/** A candidate of the vocabulary and its probability. */
export type Candidate = { readonly id: number; readonly probability: number };

/** What one position predicts before and after. Natural logarithms: nats. */
export type PositionEffect = {
  readonly position: number;
  /** The token that in truth stands there (masked) or next (causal), or the true class; null where there is none to be scored by. */
  readonly target: number | null;
  /** -ln p(target); NaN without a target. */
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** KL(before || after) over the whole vocabulary, >= 0. */
  readonly kl: number;
  /** Most probable first. */
  readonly before: readonly Candidate[];
  readonly after: readonly Candidate[];
  /** Whether the most probable token is another one. */
  readonly isFlipped: boolean;
};

/** The effect of an ablation in few numbers, as a sweep keeps them for each variant. */
export type EffectSummary = {
  /** Mean loss in nats per scored token, or per input whose class is known; NaN if none is scored. */
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** Tokens that the losses are means of. */
  readonly nScored: number;
  /** Mean and largest KL over positions, where it is largest, and how many positions it was taken at; NaN, NaN, -1, 0 without a language head. */
  readonly meanKl: number;
  readonly maxKl: number;
  readonly worst: number;
  readonly nPositions: number;
  /** Positions whose most probable token changed. */
  readonly nFlips: number;
  /** Mean over positions of 1 - cosine(output before, output after); NaN with a language head. */
  readonly meanTurn: number;
  /** Of a classifier: of the scored inputs those whose most probable class is the true one. */
  readonly right?: { readonly before: number; readonly after: number };
};

/** The whole effect on one sentence. */
export type Effect = {
  readonly objective: Objective;
  readonly summary: EffectSummary;
  /** One entry for each position whose prediction is compared, in order; empty for `output`. */
  readonly positions: readonly PositionEffect[];
  /** For `output`: 1 - cosine per token. Shape: [token]; else null. */
  readonly turns: Float32Array | null;
};
