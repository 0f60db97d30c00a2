import type * as Ort from 'onnxruntime-web';
import { AppError } from '../core/errors.ts';
import type { BackendName, Logits } from '../core/run.ts';
import { watchDevice } from './deviceWatch.ts';
import { mapRuntimeError } from './errors.ts';
import { buildFeeds } from './feeds.ts';
import type { FeedValues } from './feeds.ts';
import { toFloat32 } from './floats.ts';
import { findLogits, maybeLogits } from './logitsOutput.ts';
import type { VocabularySize } from './logitsOutput.ts';
import type { LayerOutput } from './pack.ts';
import type { OrtRuntime, OrtSession } from './runtime.ts';
import { layerOf } from './siteFacts.ts';
import type { GraphFacts } from './surgery/types.ts';

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
  /** What the outputs hold for another graph to read, by name. */
  readonly states: Readonly<Record<string, Ort.Tensor>>;
  readonly forwardMs: number;
};

/** Which outputs to fetch, since each one is copied: patterns and scores, scores alone, or patterns and states. */
export type Wanted = 'attention' | 'logits' | 'states';

export type GraphSession = {
  /** Runs one sequence, never while another call on this runtime is under way. Throws AppError. */
  run(values: FeedValues, wanted?: Wanted): Promise<ForwardPass>;
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
  const attentionNames = facts.sites.map((site) => site.output.name);
  const stateNames = statesAmong(facts.outputs.filter((name) => !attentionNames.includes(name)));
  // Each output fetched is copied, so after the first run only the one that holds logits is asked for.
  let others = maybeLogits(facts.outputs, attentionNames);

  const namesFor = (wanted: Wanted): readonly string[] => {
    switch (wanted) {
      case 'attention':
        return [...attentionNames, ...others];
      case 'logits':
        return others.length > 0 ? others : attentionNames.slice(0, 1);
      case 'states':
        return [...attentionNames, ...stateNames];
    }
  };

  return {
    lost: watch.lost,
    async run(values, wanted = 'attention') {
      const feeds = buildFeeds(ort, facts.inputs, values);
      const start = performance.now();
      const outputs = await watch.guard(session.run(feeds, namesFor(wanted), QUIET)).catch((error: unknown) => {
        throw mapRuntimeError(error);
      });
      const forwardMs = performance.now() - start;
      if (wanted === 'states') {
        const states = Object.fromEntries(stateNames.flatMap((name) => (outputs[name] ? [[name, outputs[name]]] : [])));
        return { layers: layersOf(facts, outputs), logits: null, states, forwardMs };
      }
      const logitsName = findLogits(others, (name) => outputs[name]?.dims ?? [], nVocab);
      others = logitsName === null ? [] : [logitsName];
      const layers = wanted === 'logits' ? [] : layersOf(facts, outputs);
      return { layers, logits: logitsOf(logitsName, outputs), states: {}, forwardMs };
    },
    async release() {
      // First, because releasing may destroy the device, which is no loss.
      watch.stop();
      await session.release();
    },
  };
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
    throw mapRuntimeError(error, 'unsupported-graph');
  }
}

type Outputs = Ort.InferenceSession.OnnxValueMapType;

function layersOf(facts: GraphFacts, outputs: Outputs): LayerOutput[] {
  return facts.sites.map((site) => {
    const tensor = outputs[site.output.name];
    if (!tensor) throw new AppError('run-failed', `the model gave no output "${site.output.name}"`);
    return layerOf(site, tensor.dims, toFloat32(tensor));
  });
}

function logitsOf(name: string | null, outputs: Outputs): Logits | null {
  const tensor = name === null ? undefined : outputs[name];
  if (!tensor) return null;
  const [, nTokens = 0, nVocab = 0] = tensor.dims;
  return { nTokens, nVocab, data: toFloat32(tensor) };
}
