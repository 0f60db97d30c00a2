import type * as Ort from 'onnxruntime-web';
import { AppError } from '../core/errors.ts';
import type { BackendName, Logits } from '../core/run.ts';
import { watchDevice } from './deviceWatch.ts';
import { mapRuntimeError } from './errors.ts';
import { buildFeeds } from './feeds.ts';
import type { TokenIds } from './feeds.ts';
import { toFloat32 } from './floats.ts';
import { findLogits, maybeLogits } from './logitsOutput.ts';
import type { LayerOutput } from './pack.ts';
import type { OrtRuntime, OrtSession } from './runtime.ts';
import type { GraphFacts } from './surgery/types.ts';

/** A model whose attention is exposed: what its graph tells and the bytes to run. */
export type ExposedModel = { readonly facts: GraphFacts; readonly bytes: Uint8Array };

/** What one run of the model gave, before any check: layers in the order in which the model computes. */
export type ForwardPass = {
  readonly layers: readonly LayerOutput[];
  readonly logits: Logits | null;
  readonly forwardMs: number;
};

export type ModelSession = {
  /** Runs one sequence, never while another call on this runtime is under way. Throws AppError. */
  run(tokens: TokenIds): Promise<ForwardPass>;
  release(): Promise<void>;
  /** Resolves, with what the browser says of it, if the graphics device is lost before `release`; else never settles. */
  readonly lost: Promise<string>;
};

/**
 * A session on the given backend; nothing is computed yet.
 * `nVocab` tells the scores over the vocabulary from other outputs; without it there are no logits.
 * Throws AppError: 'unsupported-operator', 'unsupported-graph', 'model-truncated', 'out-of-memory' or 'no-backend'.
 */
export async function openSession(
  ort: OrtRuntime,
  { facts, bytes }: ExposedModel,
  backend: BackendName,
  nVocab: number | null,
): Promise<ModelSession> {
  const session = await createSession(ort, bytes, backend);
  const watch = watchDevice(backend === 'webgpu' ? await ort.env.webgpu.device : null);
  const attentionNames = facts.sites.map((site) => site.output.name);
  // Each output fetched is copied, so after the first run only the one that holds logits is asked for.
  let others = maybeLogits(facts.outputs, attentionNames);

  return {
    lost: watch.lost,
    async run(tokens) {
      const feeds = buildFeeds(ort, facts.inputs, tokens);
      const start = performance.now();
      const outputs = await watch.guard(session.run(feeds, [...attentionNames, ...others])).catch((error: unknown) => {
        throw mapRuntimeError(error);
      });
      const forwardMs = performance.now() - start;
      const logitsName = findLogits(others, (name) => outputs[name]?.dims ?? [], nVocab);
      others = logitsName === null ? [] : [logitsName];
      return { layers: layersOf(facts, outputs), logits: logitsOf(logitsName, outputs), forwardMs };
    },
    async release() {
      // First, because releasing may destroy the device, which is no loss.
      watch.stop();
      await session.release();
    },
  };
}

async function createSession(ort: OrtRuntime, bytes: Uint8Array, backend: BackendName): Promise<OrtSession> {
  try {
    return await ort.InferenceSession.create(bytes, {
      executionProviders: [backend],
      graphOptimizationLevel: 'all',
      // Silent: it warns of nodes that it places on the CPU by design, and errors come as exceptions too.
      logSeverityLevel: 4,
    });
  } catch (error) {
    throw mapRuntimeError(error, 'unsupported-graph');
  }
}

type Outputs = Ort.InferenceSession.OnnxValueMapType;

function layersOf(facts: GraphFacts, outputs: Outputs): LayerOutput[] {
  return facts.sites.map(({ layer, kind, output }) => {
    const tensor = outputs[output.name];
    if (!tensor) throw new AppError('run-failed', `the model gave no output "${output.name}"`);
    return { layer, kind, dims: tensor.dims, data: toFloat32(tensor) };
  });
}

function logitsOf(name: string | null, outputs: Outputs): Logits | null {
  const tensor = name === null ? undefined : outputs[name];
  if (!tensor) return null;
  const [, nTokens = 0, nVocab = 0] = tensor.dims;
  return { nTokens, nVocab, data: toFloat32(tensor) };
}
