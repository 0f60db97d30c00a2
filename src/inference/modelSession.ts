import type * as Ort from 'onnxruntime-web';
import { AppError } from '../core/errors.ts';
import type { BackendName, Logits } from '../core/run.ts';
import type { FeedValues, Pixels, TokenIds } from './feeds.ts';
import type { VocabularySize } from './logitsOutput.ts';
import type { LayerOutput } from './pack.ts';
import type { OrtRuntime } from './runtime.ts';
import { openSession } from './session.ts';
import type { ExposedGraph, ForwardPass, GraphSession } from './session.ts';

/** A model as it runs: one graph, or an encoder and a decoder in files of their own. */
export type ExposedModel =
  | { readonly kind: 'whole'; readonly whole: ExposedGraph }
  | { readonly kind: 'pair'; readonly encoder: ExposedGraph; readonly decoder: ExposedGraph };

/** What one run reads. */
export type ModelFeed =
  | { readonly kind: 'tokens'; readonly tokens: TokenIds }
  | { readonly kind: 'source-target'; readonly source: TokenIds; readonly target: readonly number[] }
  | { readonly kind: 'pixels'; readonly pixels: Pixels };

/** The result of one run of all graphs. Logits are those of the target where there is one. */
export type ModelPass = Pick<ForwardPass, 'layers' | 'logits' | 'forwardMs'>;

export type ModelSession = {
  /** Never called while another call on this runtime is under way. Throws AppError. */
  run(feed: ModelFeed): Promise<ModelPass>;
  /**
   * Scores of the vocabulary after each token of the target, without any pattern. What was made of the source is kept
   * for the next call with the same object. Throws AppError.
   */
  score(source: TokenIds, target: readonly number[]): Promise<Logits | null>;
  release(): Promise<void>;
  /** Resolves if the graphics device is lost before `release`; else never settles. */
  readonly lost: Promise<string>;
};

/** The graphs of a model, in the order in which they compute. */
export function graphsOf(model: ExposedModel): readonly ExposedGraph[] {
  return model.kind === 'whole' ? [model.whole] : [model.encoder, model.decoder];
}

/** Sessions for all graphs of a model; see `openSession` for what it throws. */
export async function openModel(
  ort: OrtRuntime,
  model: ExposedModel,
  backend: BackendName,
  nVocab: VocabularySize,
): Promise<ModelSession> {
  if (model.kind === 'whole') return wholeSession(await openSession(ort, model.whole, backend, nVocab));
  const encoder = await openSession(ort, model.encoder, backend, null);
  try {
    return pairSession(encoder, await openSession(ort, model.decoder, backend, nVocab));
  } catch (error) {
    encoder.release().catch((unreleased: unknown) => console.warn(unreleased));
    throw error;
  }
}

function wholeSession(session: GraphSession): ModelSession {
  return {
    lost: session.lost,
    run: (feed) => session.run(valuesOf(feed)),
    async score(source, target) {
      return (await session.run({ tokens: source, decoderIds: target }, 'logits')).logits;
    },
    release: () => session.release(),
  };
}

function valuesOf(feed: ModelFeed): FeedValues {
  switch (feed.kind) {
    case 'tokens':
      return { tokens: feed.tokens };
    case 'source-target':
      return { tokens: feed.source, decoderIds: feed.target };
    case 'pixels':
      return { pixels: feed.pixels };
  }
}

type Encoded = {
  readonly source: TokenIds;
  readonly states: Ort.Tensor;
  readonly layers: readonly LayerOutput[];
  readonly ms: number;
};

function pairSession(encoder: GraphSession, decoder: GraphSession): ModelSession {
  let kept: Encoded | null = null;

  async function encode(source: TokenIds): Promise<Encoded> {
    if (kept?.source === source) return kept;
    const pass = await encoder.run({ tokens: source }, 'states');
    const found = Object.values(pass.states).find(({ dims }) => dims.length === 3 && dims[1] === source.ids.length);
    if (!found) throw new AppError('unsupported-graph', 'the encoder gives no hidden states for the decoder');
    kept = { source, states: found, layers: pass.layers, ms: pass.forwardMs };
    return kept;
  }

  /** The decoder file calls the target `input_ids`, as a decoder on its own would. */
  const valuesFor = ({ states, source }: Encoded, target: readonly number[]): FeedValues => ({
    tokens: { ids: target, typeIds: target.map(() => 0) },
    decoderIds: target,
    encoded: { states, nTokens: source.ids.length },
  });

  return {
    lost: Promise.race([encoder.lost, decoder.lost]),
    async run(feed) {
      if (feed.kind !== 'source-target') throw new AppError('bad-input', 'the model takes a source and a target');
      const encoded = await encode(feed.source);
      kept = null;
      const pass = await decoder.run(valuesFor(encoded, feed.target));
      return {
        layers: [...encoded.layers, ...pass.layers],
        logits: pass.logits,
        forwardMs: encoded.ms + pass.forwardMs,
      };
    },
    async score(source, target) {
      return (await decoder.run(valuesFor(await encode(source), target), 'logits')).logits;
    },
    async release() {
      kept = null;
      await encoder.release();
      await decoder.release();
    },
  };
}
