import type { BackendInfo, BackendName, ModelInfo } from '../core/run.ts';
import type { AttentionTensor } from '../core/tensor.ts';
import { chooseBackend, describeBackend, probeGpu } from './backend.ts';
import type { GpuLike, GpuProbe } from './backend.ts';
import { looksCausal } from './causality.ts';
import { messageOf } from './errors.ts';
import type { TokenIds } from './feeds.ts';
import { maxTokensOf } from './modelConfig.ts';
import { packAttention } from './pack.ts';
import type { PreparedModel } from './prepare.ts';
import type { BackendWish, LoadStage, Notice } from './protocol.ts';
import type { OrtRuntime } from './runtime.ts';
import { selfTest } from './selfTest.ts';
import { openSession } from './session.ts';
import type { ForwardPass, ModelSession } from './session.ts';

/** What a model needs of the place where it runs. */
export type Platform = {
  readonly gpu: GpuLike | undefined;
  readonly loadRuntime: (backend: BackendName) => Promise<OrtRuntime>;
};

/** A model that has run once. */
export type StartedModel = {
  readonly info: ModelInfo;
  readonly backend: BackendInfo;
  readonly notices: readonly Notice[];
  readonly session: ModelSession;
};

export type StartOptions = {
  readonly wish: BackendWish;
  /** Whether to compare WebGPU with WASM once. */
  readonly selfTest: boolean;
  readonly onStage: (stage: LoadStage) => void;
};

/** Holds a repeated word and punctuation; its length is no power of two, so that axes cannot hide a swap. */
const WARM_UP_TEXT = 'The cat sat on the mat, and then the cat slept.';
const WARM_UP_TOKENS = 16;

/**
 * Starts a model on the wished backend, or on WASM where that fails, and runs it once: the run compiles what the
 * runtime compiles late, and measures heads and causality.
 * Throws AppError if it runs nowhere; what was opened by then is released.
 */
export async function startModel(
  model: PreparedModel,
  platform: Platform,
  options: StartOptions,
): Promise<StartedModel> {
  const probe: GpuProbe =
    options.wish === 'wasm' ? { adapter: null, reason: 'not asked for' } : await probeGpu(platform.gpu);
  const choice = chooseBackend(options.wish, probe);
  const tokens = warmUpTokens(model);
  const notices: Notice[] = [...choice.notices];
  let warm: WarmModel;
  try {
    warm = await warmUp(model, platform, choice.name, tokens, options);
  } catch (error) {
    if (choice.name === 'wasm') throw error;
    notices.push({ code: 'webgpu-failed', detail: messageOf(error) });
    warm = await warmUp(model, platform, 'wasm', tokens, options);
  }
  if (warm.backend === 'webgpu' && options.selfTest) {
    options.onStage('self-test');
    notices.push(await selfTest(warm.ort, model.exposed, tokens, warm.pass.layers));
  }
  const info = modelInfo(model, warm.attention);
  return {
    info,
    backend: describeBackend(warm.backend, probe, warm.ort.env.wasm.numThreads ?? 1),
    notices: [...notices, ...compareWithConfig(model, info)],
    session: warm.session,
  };
}

type WarmModel = {
  readonly ort: OrtRuntime;
  readonly backend: BackendName;
  readonly session: ModelSession;
  readonly pass: ForwardPass;
  readonly attention: readonly AttentionTensor[];
};

async function warmUp(
  model: PreparedModel,
  platform: Platform,
  backend: BackendName,
  tokens: TokenIds,
  { onStage }: StartOptions,
): Promise<WarmModel> {
  onStage('runtime');
  const ort = await platform.loadRuntime(backend);
  onStage('session');
  const session = await openSession(ort, model.exposed, backend, model.config.nVocab);
  try {
    const pass = await session.run(tokens);
    return { ort, backend, session, pass, attention: packAttention(pass.layers).attention };
  } catch (error) {
    // Not awaited: on a lost device it may never settle, and what is tried next uses another build of the runtime.
    session.release().catch((unreleased: unknown) => console.warn(unreleased));
    throw error;
  }
}

function warmUpTokens({ tokenizer, config }: PreparedModel): TokenIds {
  const nTokens = Math.min(WARM_UP_TOKENS, config.maxPositions ?? WARM_UP_TOKENS);
  const { tokens, typeIds } = tokenizer.encode(WARM_UP_TEXT, null, nTokens);
  return { ids: tokens.map((token) => token.id), typeIds };
}

/** What is measured goes before what config.json says. */
function modelInfo(model: PreparedModel, attention: readonly AttentionTensor[]): ModelInfo {
  const { source, config, tokenizer, tokenizerConfig } = model;
  const nLayers = attention[0]?.nLayers ?? 0;
  const nHeads = attention[0]?.nHeads ?? 0;
  const ownAttention = attention.filter(({ kind }) => kind !== 'cross');
  return {
    id: source.id,
    name: source.name,
    type: config.type,
    nLayers,
    nHeads,
    dModel: config.dModel,
    isCausal: ownAttention.length > 0 && ownAttention.every(looksCausal),
    maxTokens: maxTokensOf(config, tokenizerConfig, nLayers, nHeads),
    precision: source.precision,
    takesPair: tokenizer.takesPair,
  };
}

function compareWithConfig({ config }: PreparedModel, { nLayers, nHeads }: ModelInfo): readonly Notice[] {
  const { nLayers: saidLayers, nHeads: saidHeads } = config;
  if ((saidLayers ?? nLayers) === nLayers && (saidHeads ?? nHeads) === nHeads) return [];
  const said = `${saidLayers ?? '?'} layers of ${saidHeads ?? '?'} heads`;
  const detail = `config.json says ${said}, the model gave ${nLayers} layers of ${nHeads}`;
  return [{ code: 'heads-differ-from-config', detail }];
}
