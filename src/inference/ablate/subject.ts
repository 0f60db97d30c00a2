import { allowedKeys } from '../../core/ablation/allowedKeys.ts';
import { averagePattern } from '../../core/ablation/averagePattern.ts';
import { AppError } from '../../core/errors.ts';
import { createLabelContext } from '../../core/labels/runContext.ts';
import type { LabelContext } from '../../core/labels/context.ts';
import type { Logits } from '../../core/run.ts';
import { stackOf } from '../../core/stack.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { Token } from '../../core/tokens.ts';
import type { LabelStack } from '../run/labelRun.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { ModelPass } from '../runtime/modelSession.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { ModelInputRun } from '../run/runnable.ts';

/** An input that was run on the model as it is: what ablations of it are planned on and compared with. */
export type Subject = {
  readonly feed: FeedValues;
  /** What is spoken of: the tokens of the decoder where there are two sequences. */
  readonly tokens: readonly Token[];
  /** Whether the tokens follow from a source text, so that the first of them is foretold too. */
  readonly hasSource: boolean;
  /** All layers of the pass as the runtime gave them. */
  readonly layers: readonly LayerOutput[];
  readonly isCausal: (kind: AttentionKind) => boolean;
  /** What labels need of the text of a stack of self-attention; null for cross-attention. Made at the first need. */
  readonly contextOf: (kind: AttentionKind) => LabelContext | null;
  /** Which keys a layer of the pass lets each query see; worked out at the first need. Shape: [query, key], 1 for allowed. */
  readonly allowedAt: (site: number) => Uint8Array;
  /** The average pattern of the heads of a layer of the pass; worked out at the first need. Shape: [query, key]. */
  readonly averageAt: (site: number) => Float32Array;
  /** What the model said: scores over the vocabulary, or the vectors that come out. Shape: [token, vocabulary or channel]. */
  readonly said: Logits;
  /** The true class of the input, by its number; null where nobody knows it. */
  readonly label: number | null;
};

/** What a pass said. Throws AppError 'unsupported-graph' for a model that gives nothing to compare. */
export function saidIn(pass: ModelPass): Logits {
  const said = pass.logits ?? pass.output;
  if (said) return said;
  throw new AppError(
    'unsupported-graph',
    'the model gives neither scores nor vectors for its tokens, only its attention',
  );
}

/** A run as a subject; `said` must be memory of its own, because the run's is handed over. */
export function subjectOf({ run, stacks, feed, pass, label }: ModelInputRun, said: Logits): Subject {
  const causal = new Map(run.attention.map(({ kind }) => [kind, stackOf(run, kind)?.isCausal ?? false]));
  const contexts = new Map<AttentionKind, LabelContext>();
  const allowed = new Map<number, Uint8Array>();
  const averages = new Map<number, Float32Array>();
  return {
    feed,
    tokens: run.targetTokens ?? run.tokens,
    hasSource: run.targetTokens !== null,
    layers: pass.layers,
    isCausal: (kind) => causal.get(kind) ?? false,
    contextOf: (kind) => contextOf(stacks, contexts, kind),
    allowedAt: (site) => keptAt(allowed, site, () => allowedAt(pass.layers, site)),
    averageAt: (site) => keptAt(averages, site, () => averageAt(pass.layers, site)),
    said,
    label,
  };
}

function contextOf(
  stacks: readonly LabelStack[],
  known: Map<AttentionKind, LabelContext>,
  kind: AttentionKind,
): LabelContext | null {
  const stack = stacks.find((one) => one.kind === kind);
  if (!stack || stack.across) return null;
  const context = known.get(kind) ?? createLabelContext(stack.tokens, stack.isCausal);
  known.set(kind, context);
  return context;
}

function keptAt<Value>(values: Map<number, Value>, site: number, make: () => Value): Value {
  const value = values.get(site) ?? make();
  values.set(site, value);
  return value;
}

function layerAt(layers: readonly LayerOutput[], site: number): LayerOutput {
  const output = layers[site];
  if (!output) throw new RangeError(`invalid layer: ${site}`);
  return output;
}

function allowedAt(layers: readonly LayerOutput[], site: number): Uint8Array {
  const output = layerAt(layers, site);
  const { nQueries, nKeys } = shapeOf(output);
  return allowedKeys(output.data, nQueries, nKeys);
}

function averageAt(layers: readonly LayerOutput[], site: number): Float32Array {
  const output = layerAt(layers, site);
  return averagePattern(output.data, shapeOf(output).nHeads);
}
