import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import type { BackendName, Logits } from '../../core/run.ts';
import { partOf } from './batchScorer.ts';
import { embeddedGraph } from './embeddedGraph.ts';
import type { FeedValues } from './feeds.ts';
import type { Interventions, SiteContext, SiteSupport } from './interventions.ts';
import type { VocabularySize } from './logitsOutput.ts';
import type { LayerOutput } from '../run/pack.ts';
import { releaseAll } from './releaseAll.ts';
import type { OrtRuntime } from './runtime.ts';
import { openSession } from './session.ts';
import type { ExposedGraph, ForwardPass, GraphSession, InnerTensor } from './session.ts';

/** A model as it runs: one graph, one that reads the vectors which others make of tokens and of a picture, or an encoder and a decoder in files of their own. */
export type ExposedModel =
  | { readonly kind: 'whole'; readonly whole: ExposedGraph }
  | {
      readonly kind: 'embedded';
      readonly embedding: ExposedGraph;
      readonly whole: ExposedGraph;
      readonly seeing?: ExposedGraph;
    }
  | { readonly kind: 'pair'; readonly encoder: ExposedGraph; readonly decoder: ExposedGraph };

/** The result of one run of all graphs. Logits, or vectors in their place, are those of the target where there is one. */
export type ModelPass = Pick<ForwardPass, 'layers' | 'logits' | 'output' | 'forwardMs'>;

export type ModelSession = {
  /** Never called while another call on this runtime is under way. Throws AppError. */
  run(feed: FeedValues, interventions?: Interventions | null): Promise<ModelPass>;
  /** What can be done to each layer, in the order of `ModelPass.layers`. */
  readonly support: readonly SiteSupport[];
  /** What the heads of each layer give, without any intervention; null where it cannot be read. Throws AppError. */
  contexts(feed: FeedValues): Promise<readonly (SiteContext | null)[]>;
  /**
   * Tensors of the graph that layer `site` of a pass lies in, which its `inside` names, of a run like `run`; what the graph
   * does not give is left out. Throws AppError.
   */
  tensors(
    feed: FeedValues,
    site: number,
    names: readonly string[],
    interventions?: Interventions | null,
  ): Promise<ReadonlyMap<string, InnerTensor>>;
  /**
   * What the model says to each of several feeds of one length: logits, or vectors if it has none, as views on shared
   * memory. `interventions` hold those of all sequences. Together where the graph allows it, else one after another.
   * Throws AppError, also 'unsupported-graph' for a model that says nothing.
   */
  scoreBatch(feeds: readonly FeedValues[], interventions: Interventions | null): Promise<readonly Logits[]>;
  /** Whether feeds are scored together; null until two were first scored. */
  readonly isBatched: boolean | null;
  /**
   * Scores of the vocabulary after each token of the target, without any pattern. What was made of the source is kept
   * for the next call, or run, with the same tokens or sound. Throws AppError.
   */
  score(source: FeedValues, target: readonly number[]): Promise<Logits | null>;
  /** How many tokens a picture takes the places of, in a text; null for models that see none. Throws AppError. */
  readonly see: ((picture: FeedValues) => Promise<number>) | null;
  release(): Promise<void>;
  /** Resolves if the graphics device is lost before `release`; else never settles. */
  readonly lost: Promise<string>;
};

/** Sessions for all graphs of a model; see `openSession` for what it throws. */
export async function openModel(
  ort: OrtRuntime,
  model: ExposedModel,
  backend: BackendName,
  nVocab: VocabularySize,
): Promise<ModelSession> {
  if (model.kind === 'whole') return wholeSession(await openSession(ort, model.whole, backend, nVocab));
  const isPair = model.kind === 'pair';
  const first = await openSession(ort, isPair ? model.encoder : model.embedding, backend, null);
  try {
    const second = await openSession(ort, isPair ? model.decoder : model.whole, backend, nVocab);
    if (model.kind === 'pair') return pairSession(first, second);
    const { seeing } = model;
    const graph = embeddedGraph(ort, first, second, seeing ? () => openSession(ort, seeing, backend, null) : null);
    return wholeSession(graph, graph.see);
  } catch (error) {
    first.release().catch((unreleased: unknown) => console.warn(unreleased));
    throw error;
  }
}

function wholeSession(session: GraphSession, see: ModelSession['see'] = null): ModelSession {
  return {
    lost: session.lost,
    support: session.support,
    see,
    run: (feed, interventions = null) => session.run(feed, 'attention', interventions),
    contexts: (feed) => session.contexts(feed),
    tensors: (feed, _, names, interventions) => session.tensors(feed, names, interventions),
    scoreBatch: (feeds, interventions) => session.scoreBatch(feeds, interventions),
    get isBatched() {
      return session.isBatched;
    },
    async score(source, target) {
      return (await session.run({ ...source, decoderIds: target }, 'logits')).logits;
    },
    release: () => session.release(),
  };
}

type Encoded = {
  readonly source: FeedValues;
  readonly states: Ort.Tensor;
  readonly layers: readonly LayerOutput[];
  readonly ms: number;
};

/** What an encoder gave stays here up to so many weights (256 MB: half a minute of the smallest Whisper), so that another target of the same source is the decoder's work alone. */
const MAX_KEPT = 2 ** 26;

function pairSession(encoder: GraphSession, decoder: GraphSession): ModelSession {
  let kept: Encoded | null = null;

  async function encode(source: FeedValues, interventions: Interventions | null = null): Promise<Encoded> {
    if (kept !== null && isSameSource(kept.source, source) && interventions === null) return { ...kept, ms: 0 };
    const pass = await encoder.run(source, 'states', interventions);
    const nTokens = source.tokens?.ids.length;
    // How many vectors a sound becomes, only the encoder knows.
    const found = Object.values(pass.states).find(
      ({ dims }) => dims.length === 3 && (nTokens === undefined || dims[1] === nTokens),
    );
    if (!found) throw new AppError('unsupported-graph', 'the encoder gives no hidden states for the decoder');
    const encoded = { source, states: found, layers: pass.layers, ms: pass.forwardMs };
    // With heads turned down it is of no use to the next call.
    if (interventions === null) kept = encoded;
    return encoded;
  }

  /** The decoder file calls the target `input_ids`, as a decoder on its own would. */
  const valuesFor = ({ states }: Encoded, target: readonly number[]): FeedValues => ({
    tokens: { ids: target, typeIds: target.map(() => 0) },
    decoderIds: target,
    encoded: { states, nTokens: states.dims[1] ?? 0 },
  });

  /** The interventions of the two graphs. */
  const parted = (interventions: Interventions | null) => ({
    ofEncoder: touched(interventions?.slice(0, encoder.support.length)),
    ofDecoder: touched(interventions?.slice(encoder.support.length)),
  });

  async function run(feed: FeedValues, interventions: Interventions | null = null): Promise<ModelPass> {
    const { source, target } = pairOf(feed);
    const { ofEncoder, ofDecoder } = parted(interventions);
    const encoded = await encode(source, ofEncoder);
    if (encoded.layers.reduce((sum, { data }) => sum + data.length, 0) > MAX_KEPT) kept = null;
    const pass = await decoder.run(valuesFor(encoded, target), 'attention', ofDecoder);
    return {
      layers: [...encoded.layers, ...pass.layers],
      logits: pass.logits,
      output: pass.output,
      forwardMs: encoded.ms + pass.forwardMs,
    };
  }

  /** Without patterns of the decoder; what was made of the source as it is serves the next call. */
  async function scoreOne(feed: FeedValues, interventions: Interventions | null): Promise<ForwardPass> {
    const { source, target } = pairOf(feed);
    const { ofEncoder, ofDecoder } = parted(interventions);
    return decoder.run(valuesFor(await encode(source, ofEncoder), target), 'logits', ofDecoder);
  }

  return {
    lost: Promise.race([encoder.lost, decoder.lost]),
    support: [...encoder.support, ...decoder.support],
    see: null,
    run,
    async contexts(feed) {
      const { source, target } = pairOf(feed);
      const ofEncoder = await encoder.contexts(source);
      return [...ofEncoder, ...(await decoder.contexts(valuesFor(await encode(source), target)))];
    },
    async tensors(feed, site, names, interventions = null) {
      const { source, target } = pairOf(feed);
      const { ofEncoder, ofDecoder } = parted(interventions);
      if (site < encoder.support.length) return encoder.tensors(source, names, ofEncoder);
      return decoder.tensors(valuesFor(await encode(source, ofEncoder), target), names, ofDecoder);
    },
    isBatched: false,
    async scoreBatch(feeds, interventions) {
      const scores: Logits[] = [];
      for (const [at, feed] of feeds.entries()) {
        const { logits, output } = await scoreOne(feed, partOf(interventions, at, feeds.length));
        const said = logits ?? output;
        if (said === null) throw new AppError('unsupported-graph', 'the model gives neither scores nor vectors');
        scores.push(said);
      }
      return scores;
    },
    async score(source, target) {
      return (await decoder.run(valuesFor(await encode(source), target), 'logits')).logits;
    },
    async release() {
      kept = null;
      await releaseAll([encoder, decoder]);
    },
  };
}

/** Throws AppError 'bad-input'. */
function pairOf(feed: FeedValues): { readonly source: FeedValues; readonly target: readonly number[] } {
  const { decoderIds, ...source } = feed;
  if ((!source.tokens && !source.own) || !decoderIds)
    throw new AppError('bad-input', 'the model takes a source and a target');
  return { source, target: decoderIds };
}

function isSameSource(one: FeedValues, other: FeedValues): boolean {
  return one.own === other.own && (one.tokens === other.tokens || areSameTokens(one.tokens, other.tokens));
}

function areSameTokens(one: FeedValues['tokens'], other: FeedValues['tokens']): boolean {
  if (!one || !other || one.nPadding !== other.nPadding) return false;
  const isSame = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((id, at) => id === b[at]);
  return isSame(one.ids, other.ids) && isSame(one.typeIds, other.typeIds);
}

/** Null where nothing is done to any layer. */
function touched(interventions: Interventions | undefined): Interventions | null {
  return interventions?.some((site) => site !== null) ? interventions : null;
}
