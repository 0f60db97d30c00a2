import type { AttentionKind } from '../tensor.ts';

/**
 * Why a stage cannot be shown; the page has a sentence for each (app/inside/refusals.ts), `detail` names what was met.
 * no-scale: the graph multiplies scores by nothing. rotary-inside: an operator rotates queries and keys. mixed-heads: stored weights
 * mix the heads. scores-inside: scores stay in an operator. branch: the layer lies in an `If`. no-output-weights: W_O was not found in
 * the form z W_O. check-failed: what was worked out differs from what the model gives; `detail` holds the largest difference.
 * not-finite: NaN or infinity. not-found: the graph does not tell where it is. weights-only: a recording holds nothing else.
 * no-direct-path: more than sums lies between what a head writes and the last norm, or more than a norm and a product behind; `detail` says what.
 * head-off: the head is switched off in this run, or another pattern stands in its place, which `detail` says.
 * other-window: query and key stand in different windows of the layer, which compares those of one window only.
 */
export type Refusal = {
  readonly why:
    | 'no-scale'
    | 'rotary-inside'
    | 'mixed-heads'
    | 'scores-inside'
    | 'branch'
    | 'no-output-weights'
    | 'check-failed'
    | 'not-finite'
    | 'not-found'
    | 'weights-only'
    | 'no-direct-path'
    | 'head-off'
    | 'other-window';
  readonly detail: string;
};

/**
 * One tensor of a layer on the run on screen. `model`: fetched as the model made it. `derived`: worked out from fetched tensors and checked
 * against one; `difference` is the largest difference that the check found. Numbers are float32, whatever the graph computes in.
 */
export type Stage =
  | { readonly from: 'model'; readonly data: Float32Array }
  | { readonly from: 'derived'; readonly data: Float32Array; readonly difference: number }
  | ({ readonly from: 'nowhere' } & Refusal);

/** How a scale was found, and where it sits in the graph: what has been multiplied by it already. */
export type Scale = {
  /** What q k is multiplied by on the way to the score, 1 for none; null where it cannot be told. */
  readonly value: number | null;
  readonly place: 'after' | 'query' | 'key' | 'both' | 'operator' | 'none' | 'unknown';
};

/** One of the three checks of a layer: the largest difference found and the most that is allowed. */
export type Check = {
  readonly name: 'weights' | 'context' | 'output';
  readonly difference: number;
  readonly allowed: number;
  readonly isPassed: boolean;
};

/**
 * What was done to the heads of a layer in a run: P being a head's own weights, it gave (keep P + pattern) V + added. A head whose `keep`
 * is 1 was left as it is.
 */
export type LayerChange = {
  /** [head]. */
  readonly keep: Float32Array;
  /** [head, query, key]; null for nothing. */
  readonly pattern: Float32Array | null;
  /** [head, query, dV]; null for nothing. */
  readonly added: Float32Array | null;
};

/** How the positions of a layer are cut into windows: a query looks at keys of its own window only. Windows and their places count from 0. */
export type WindowsOfLayer = {
  readonly count: number;
  /** Places in a window, those of padding included. */
  readonly size: number;
  /** In which window a position stands, and at which place of it: [position]. */
  readonly ofPosition: Uint32Array;
  readonly inWindow: Uint32Array;
  /** Whether some places are of no position: they are keys that take a part of the rows. */
  readonly hasPadding: boolean;
  /** What of the results of heads comes of padding, [h, T, dV]; null for nothing, or where it cannot be told. */
  readonly ofPadding: Float32Array | null;
  /** Padding as keys of each query; null for none, or where it cannot be told. */
  readonly paddingKeys: PaddingKeys | null;
};

/** The padding of the window of each query: `count` places, NaN where its window has fewer. Shapes: [h, T, count]. */
export type PaddingKeys = {
  readonly count: number;
  readonly weights: Float32Array;
  /** Raw products; null where these cannot be had. */
  readonly raw: Float32Array | null;
};

/**
 * What one attention layer computed on the run on screen, besides its patterns. Queries and keys are free of the scale: q k is the raw
 * product r. Shapes are row-major; h heads, hk heads of keys and values, T queries, S keys.
 */
export type InsideLayer = {
  readonly kind: AttentionKind;
  /** Within the stack, from 0. */
  readonly layer: number;
  readonly nQueries: number;
  readonly nKeys: number;
  readonly nHeads: number;
  /** Heads of keys and values; head n reads those of floor(n hk / h). */
  readonly nKeyHeads: number;
  /** Channels of queries and keys, of values, and of the stream; null where nothing tells. */
  readonly dK: number | null;
  readonly dV: number | null;
  readonly d: number | null;
  /** Stream before the layer, [T, d]. */
  readonly streamBefore: Stage;
  /** What the head reads, [T, d] for queries, [S, d] for keys and values; the same array in self-attention. */
  readonly read: Stage;
  readonly readKeys: Stage;
  /** [h, T, dK], [hk, S, dK], [hk, S, dV]. */
  readonly query: Stage;
  readonly key: Stage;
  readonly value: Stage;
  /** Whether positions rotate: then pairs of channels belong together, `halves` (c, c + dK/2) or `neighbours` (2c, 2c + 1). */
  readonly rotation: 'none' | 'halves' | 'neighbours' | 'unknown';
  readonly scale: Scale;
  /** C of the soft-cap C tanh(x / C); null for none. */
  readonly softCap: number | null;
  /** Bias added to capped products, masks aside, [h, T, S]; null where the model adds none. */
  readonly bias: Stage | null;
  /** Scores before the softmax, [h, T, S]; not fetched where they are scale times raw product ('derived' then, data empty). */
  readonly scores: Stage;
  /** Whether a part of each row goes to a sink that is no key. */
  readonly hasSink: boolean;
  /** Whether weights are made in half precision, which has no numbers below 6e-8; null where nothing tells. */
  readonly isHalf: boolean | null;
  /** What the head gives, [h, T, dV]. */
  readonly context: Stage;
  /** W_O, [h dV, d], and b_O, [d]; null where the layer adds no bias. */
  readonly outputWeights: Stage;
  readonly outputBias: Stage | null;
  /** What each head writes, [h, T, d], measured by switching it off; only where W_O cannot be had and heads can be switched off. */
  readonly written?: Stage;
  /** b_V W_O of each head, the part that is the same for every text, [h, d]; null where it cannot be read or values have no bias. */
  readonly constantWritten: Float32Array | null;
  /** Sum of what the heads write and b_O, [T, d]. */
  readonly attentionOutput: Stage;
  /** [T, d]; 'derived' with data empty where it is `streamBefore` plus `attentionOutput`, which need not be sent twice (`afterRow`). */
  readonly streamAfter: Stage;
  /** Whether a norm follows the sum behind the layer: then `streamAfter` is normed. */
  readonly isPostNorm: boolean | null;
  /** Which norm the layer reads the stream through: `layer` takes the mean out, `rms` does not; null where that is not told. */
  readonly norm: 'layer' | 'rms' | null;
  /** Left out for a layer that looks at the whole at once. */
  readonly windows?: WindowsOfLayer;
  /** What was done to its heads in this run; null for nothing. */
  readonly change: LayerChange | null;
  readonly checks: readonly Check[];
  /** How the layer computes, in words for people: operator, packed columns, precision, shared keys. */
  readonly notes: readonly string[];
};
