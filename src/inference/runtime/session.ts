import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import type { BackendName, Logits } from '../../core/run.ts';
import { quote } from '../../core/quote.ts';
import { watchDevice } from './deviceWatch.ts';
import { mapRuntimeError } from '../errors.ts';
import { stackFeeds } from './batchFeeds.ts';
import { createBatchScorer } from './batchScorer.ts';
import { BytesOnDisk } from './bytesOnDisk.ts';
import { buildFeeds } from './feeds.ts';
import { createGrowth } from './growth.ts';
import type { Feeds, FeedValues } from './feeds.ts';
import { fixedCacheOf, withoutEmptyKeys } from './fixedCache.ts';
import { toFloat32 } from './floats.ts';
import type { Interventions, SiteContext, SiteSupport } from './interventions.ts';
import { batchOf, declaredBatch, firstOfBatch } from '../inputs/declaredBatch.ts';
import { rolesOf } from '../inputs/modalities.ts';
import { maskFeeds, supportOf } from './maskFeeds.ts';
import type { VocabularySize } from './logitsOutput.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { OrtRuntime, OrtSession } from './runtime.ts';
import { createSaidOutput } from './saidOutput.ts';
import { layerOf } from './siteFacts.ts';
import { namesIn, streamOf } from '../surgery/inside/exposeInside.ts';
import type { SiteMask } from '../surgery/maskTypes.ts';
import type { GraphFacts } from '../surgery/types.ts';

/** A graph whose attention is exposed: what it tells and the bytes to run. */
export type ExposedGraph = {
  readonly facts: GraphFacts;
  readonly bytes: Uint8Array;
  /** Weights that lie in files of their own, by the path that the graph names. */
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
};

/** What one run gave, before any check: layers in the order in which the model computes. */
export type ForwardPass = {
  readonly layers: readonly LayerOutput[];
  readonly logits: Logits | null;
  /** Where there are no logits: the vectors that the model gives. Shape: [token, channel], or one row for all tokens. */
  readonly output: Logits | null;
  /** What the outputs hold for another graph to read, by name. */
  readonly states: Readonly<Record<string, Ort.Tensor>>;
  readonly forwardMs: number;
};

/** Which outputs to fetch, since each one is copied: patterns and scores, scores alone, or patterns and states. */
type Wanted = 'attention' | 'logits' | 'states';

/** A tensor of a run as float32, and whether the graph computes it in half precision. */
export type InnerTensor = { readonly dims: readonly number[]; readonly data: Float32Array; readonly isHalf: boolean };

/** No call while another one on this runtime is under way. */
export type GraphSession = {
  /** What can be done to each attention, in the order of the layers. */
  readonly support: readonly SiteSupport[];
  /** Runs one sequence; interventions in the order of the layers. Throws AppError. */
  run(values: FeedValues, wanted?: Wanted, interventions?: Interventions | null): Promise<ForwardPass>;
  /** What the heads of each attention give, without any intervention; null where it cannot be read. Throws AppError. */
  contexts(values: FeedValues): Promise<readonly (SiteContext | null)[]>;
  /** Tensors that `inside` of a site names, of a run like `run`. Throws AppError. */
  tensors(
    values: FeedValues,
    names: readonly string[],
    interventions?: Interventions | null,
  ): Promise<ReadonlyMap<string, InnerTensor>>;
  /**
   * Logits, or else vectors, for sequences of one length with the interventions of all; in one batch where the graph
   * allows it. Throws AppError, and 'unsupported-graph' for a model that gives neither.
   */
  scoreBatch(sequences: readonly FeedValues[], interventions: Interventions | null): Promise<readonly Logits[]>;
  /** Whether sequences go through the graph together; null until two were first scored. */
  readonly isBatched: boolean | null;
  release(): Promise<void>;
  /** Resolves, with what the browser says of it, if the graphics device is lost before `release`; else never settles. */
  readonly lost: Promise<string>;
};

/** The runtime warns of nodes that it places on the CPU by design, and its errors come as exceptions too. */
const QUIET = { logSeverityLevel: 4 } as const;

/**
 * A session on the given backend; nothing is computed yet.
 * `nVocab` tells the scores over the vocabulary from other outputs; without it there are no logits.
 * Throws AppError: 'unsupported-operator', 'unsupported-graph', 'model-truncated', 'out-of-memory' or 'no-backend'.
 */
export async function openSession(
  ort: OrtRuntime,
  graph: ExposedGraph,
  backend: BackendName,
  nVocab: VocabularySize,
): Promise<GraphSession> {
  // Not the graph itself is kept: its bytes are the runtime's from here on.
  const { facts } = graph;
  const session = await createSession(ort, graph, backend);
  const watch = watchDevice(backend === 'webgpu' ? await ort.env.webgpu.device : null);
  const inputs = rolesOf(facts.inputs);
  const nCopies = declaredBatch(inputs);
  const cache = fixedCacheOf(inputs);
  const attentionNames = facts.sites.map((site) => site.output.name);
  const placeNames = facts.sites.flatMap(({ places }) => places ?? []);
  const stateNames = statesAmong(facts.outputs.filter((name) => !attentionNames.includes(name)));
  // Each output fetched is copied, so after the first run only the one that says something is asked for.
  const said = createSaidOutput(facts.outputs, attentionNames, nVocab);
  const nChannels = new Map<number, number>();
  const growth = createGrowth<ForwardPass>(inputs, facts.outputs);

  const ofSites = facts.sites.flatMap(({ inside }) => (inside === null ? [] : namesIn(inside)));
  const innerNames = [...ofSites, ...streamOf(facts.ending)];

  const namesFor = (wanted: Wanted): readonly string[] => {
    switch (wanted) {
      case 'attention':
        return [...attentionNames, ...placeNames, ...said.names()];
      case 'logits':
        return said.names().length > 0 ? said.names() : attentionNames.slice(0, 1);
      case 'states':
        return [...attentionNames, ...placeNames, ...stateNames];
    }
  };

  async function compute(feeds: Feeds, names: readonly string[]): Promise<{ outputs: Outputs; forwardMs: number }> {
    const start = performance.now();
    const outputs = await watch.guard(session.run(feeds, names, QUIET)).catch((error: unknown) => {
      throw mapRuntimeError(error);
    });
    const forwardMs = performance.now() - start;
    const nQueries = outputs[attentionNames[0] ?? '']?.dims.at(-2) ?? 0;
    return {
      outputs: firstOfBatch(
        ort,
        outputs,
        [...attentionNames, ...placeNames, ...innerNames],
        batchOf(inputs, feeds, nQueries),
      ),
      forwardMs,
    };
  }

  async function contexts(values: FeedValues): Promise<readonly (SiteContext | null)[]> {
    const names = facts.sites.flatMap(({ mask }) => mask?.output ?? []);
    if (names.length === 0) return facts.sites.map(() => null);
    const lengths = { nSequences: 1, nTarget: null, nChannels };
    const masks = maskFeeds(ort, facts.sites, null, lengths);
    const { outputs } = await compute({ ...buildFeeds(ort, inputs, values), ...masks }, names);
    const found = facts.sites.map(({ mask }) => contextOf(outputs[mask?.output ?? '']));
    for (const [index, context] of found.entries()) if (context) nChannels.set(index, context.nChannels);
    return found;
  }

  async function tensors(values: FeedValues, names: readonly string[], interventions: Interventions | null = null) {
    const feeds = await withMasks(buildFeeds(ort, inputs, values), values, interventions, 1);
    // The pattern of one layer tells how many of what is fed are sequences.
    const { outputs } = await compute(feeds, [...new Set([...names, ...attentionNames.slice(0, 1)])]);
    return new Map(
      names.flatMap((name) => {
        const tensor = outputs[name];
        if (tensor === undefined) return [];
        return [[name, { dims: tensor.dims, data: toFloat32(tensor), isHalf: tensor.type === 'float16' }] as const];
      }),
    );
  }

  /** `feeds` are those of all sequences, `values` one of them. */
  async function withMasks(
    feeds: Feeds,
    values: FeedValues,
    interventions: Interventions | null,
    nSequences: number,
  ): Promise<Feeds> {
    // How wide values are, only the model knows.
    const isUnknown = interventions?.some((site, index) => site?.context && !nChannels.has(index)) ?? false;
    if (isUnknown) await contexts(values);
    const lengths = { nSequences, nTarget: values.decoderIds?.length ?? null, nChannels };
    return { ...feeds, ...maskFeeds(ort, facts.sites, interventions, lengths) };
  }

  async function run(values: FeedValues, wanted: Wanted = 'attention', interventions: Interventions | null = null) {
    if (wanted === 'attention' && interventions === null) {
      if (values.grows && nCopies === 1) {
        return growth.run(values, (fed, besides) => forward(fed, wanted, null, besides));
      }
      growth.leave(values);
    }
    return (await forward(values, wanted, interventions)).pass;
  }

  async function forward(
    values: FeedValues,
    wanted: Wanted,
    interventions: Interventions | null,
    besides: readonly string[] = [],
  ): Promise<{ readonly pass: ForwardPass; readonly outputs: Outputs }> {
    const feeds = await withMasks(buildFeeds(ort, inputs, values), values, interventions, 1);
    const { outputs, forwardMs } = await compute(feeds, [...new Set([...namesFor(wanted), ...besides])]);
    if (wanted === 'states') {
      const states = Object.fromEntries(stateNames.flatMap((name) => (outputs[name] ? [[name, outputs[name]]] : [])));
      return { pass: { layers: layersOf(facts, outputs), logits: null, output: null, states, forwardMs }, outputs };
    }
    said.settle(outputs);
    const all = wanted === 'logits' ? [] : layersOf(facts, outputs);
    const layers =
      cache && values.tokens ? all.map((each) => withoutEmptyKeys(each, values.tokens?.ids.length ?? 0, cache)) : all;
    const [logits, output] = [said.logitsIn(outputs), said.vectorsIn(outputs)];
    return { pass: { layers, logits, output, states: {}, forwardMs }, outputs };
  }

  const batch = createBatchScorer({
    canBatch: facts.sites.every(({ mask }) => isBatchable(mask)),
    async scoreOne(values, interventions) {
      const { logits, output } = await run(values, 'logits', interventions);
      const found = logits ?? output;
      if (found === null) throw new AppError('unsupported-graph', 'the model gives neither scores nor vectors');
      return found;
    },
    async scoreAll(sequences, interventions) {
      const [first] = sequences;
      const single = sequences.map((values) => buildFeeds(ort, inputs, values));
      const feeds = stackFeeds(ort, inputs, single);
      if (first === undefined || feeds === null || !said.isSettled()) return null;
      const masked = await withMasks(feeds, first, interventions, sequences.length);
      const { outputs } = await compute(masked, said.names());
      return said.splitIn(outputs, sequences.length);
    },
  });

  return {
    lost: watch.lost,
    support: facts.sites.map((site) =>
      supportOf(site, nCopies, site.kind === 'cross' ? null : (cache?.nPlaces ?? null)),
    ),
    run,
    contexts,
    tensors,
    scoreBatch: batch.score,
    get isBatched() {
      return batch.isBatched();
    },
    async release() {
      // First, because releasing may destroy the device, which is no loss.
      watch.stop();
      await session.release();
    },
  };
}

/** Without the axis of sequences an input holds for one only. */
function isBatchable(mask: SiteMask | null): boolean {
  return [mask?.scale, mask?.pattern, mask?.context].every((input) => input?.axes !== 'unbatched');
}

function contextOf(tensor: Ort.Tensor | undefined): SiteContext | null {
  const [nChannels = 0, nQueries = 0, nHeads = 0, ...rest] = tensor?.dims.toReversed() ?? [];
  if (tensor === undefined || rest.some((dim) => dim !== 1)) return null;
  return { nHeads, nQueries, nChannels, data: toFloat32(tensor) };
}

/** What an encoder hands on: its hidden states by name, else whatever it gives. */
function statesAmong(outputs: readonly string[]): readonly string[] {
  const named = outputs.filter((name) => /hidden_state/.test(name));
  return named.length > 0 ? named : outputs;
}

async function createSession(ort: OrtRuntime, graph: ExposedGraph, backend: BackendName): Promise<OrtSession> {
  try {
    return await ort.InferenceSession.create(graph.bytes, {
      executionProviders: [backend],
      graphOptimizationLevel: 'all',
      ...(graph.externalData.length > 0 && { externalData: [...graph.externalData] }),
      ...QUIET,
    });
  } catch (error) {
    throw troubleOf(graph) ?? mapRuntimeError(error, 'unsupported-graph');
  }
}

/** Why weights could not be read from a file, of which the runtime says only that it failed. */
function troubleOf({ externalData }: ExposedGraph): AppError | null {
  for (const { data } of externalData) if (data instanceof BytesOnDisk && data.trouble) return data.trouble;
  return null;
}

type Outputs = Ort.InferenceSession.OnnxValueMapType;

function layersOf(facts: GraphFacts, outputs: Outputs): LayerOutput[] {
  return facts.sites.map((site) => {
    const tensor = outputs[site.output.name];
    if (!tensor) throw new AppError('run-failed', `the model gave no output ${quote(site.output.name)}`);
    const places = outputs[site.places ?? ''];
    return layerOf(site, tensor.dims, toFloat32(tensor), places ? toFloat32(places) : null);
  });
}
