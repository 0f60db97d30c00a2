import { AppError } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { cutText } from '../../core/quote.ts';
import type { BackendName, ModelInfo } from '../../core/run.ts';
import { numbersByStack } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { describeSupport, objectiveOf } from '../ablate/support.ts';
import { chooseBackend, describeBackend, probeGpu } from '../runtime/backend.ts';
import type { GpuLike, GpuProbe } from '../runtime/backend.ts';
import { looksCausal } from './causality.ts';
import { classify } from './classify.ts';
import { messageOf } from '../errors.ts';
import { explainFirst } from './explainFirst.ts';
import { MODALITIES } from '../inputs/modalities.ts';
import type { FirstRun } from '../inputs/modality.ts';
import { writeIds } from '../inputs/sequences.ts';
import { applyPlan, planLayers } from './layerPlan.ts';
import type { LayerPlan } from './layerPlan.ts';
import { meanOverOf } from '../means/meansStore.ts';
import { makeCard } from './modelCard.ts';
import { noticesOf } from './noticesOf.ts';
import { openModel } from '../runtime/modelSession.ts';
import type { ExposedModel, ModelPass, ModelSession } from '../runtime/modelSession.ts';
import { packAttention } from './pack.ts';
import type { PreparedModel } from './prepared.ts';
import type { StartedModel } from './runnable.ts';
import type { BackendWish, LoadStage, Notice } from '../protocol.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import { selfTest } from './selfTest.ts';
import { runFitting } from './tooLong.ts';
import { unsuitedToWebGpu } from '../runtime/webgpuFit.ts';

/** What a model needs of the place where it runs. */
export type Platform = {
  readonly gpu: GpuLike | undefined;
  readonly loadRuntime: (backend: BackendName) => Promise<OrtRuntime>;
  /** Has it come before it is wanted; without it, it comes when it is. */
  readonly beginRuntime?: (backend: BackendName) => void;
};

type StartOptions = {
  readonly wish: BackendWish;
  /** Whether to compare WebGPU with WASM once. */
  readonly selfTest: boolean;
  readonly onStage: (stage: LoadStage) => void;
};

/**
 * Starts a model on the wished backend, or on WASM where the model is unsuited or that fails, and runs it once: the run
 * compiles what the runtime compiles late, and measures heads, stacks and causality.
 * Throws AppError if it runs nowhere; what was opened by then is released.
 */
export async function startModel(
  model: PreparedModel,
  exposed: ExposedModel,
  platform: Platform,
  options: StartOptions,
): Promise<StartedModel> {
  const probe: GpuProbe =
    options.wish === 'wasm' ? { adapter: null, reason: 'not asked for' } : await probeGpu(platform.gpu);
  const choice = chooseFor(model, options.wish, probe);
  const first = MODALITIES[model.takes].firstRun(model);
  const open = (backend: BackendName) => warmUp(model, exposed, platform, backend, first, options);
  const notices: Notice[] = [...choice.notices];
  let warm: WarmModel;
  try {
    warm = await open(choice.name);
  } catch (error) {
    if (choice.name === 'wasm') throw error;
    notices.push({ code: 'webgpu-failed', detail: messageOf(error) });
    warm = await open('wasm');
  }
  try {
    if (warm.backend === 'webgpu' && options.selfTest) {
      options.onStage('self-test');
      notices.push(await selfTest(warm.ort, exposed, warm.first.feed, warm.pass.layers));
    }
    return startedModel(model, warm, probe, notices);
  } catch (error) {
    letGo(warm.session);
    throw error;
  }
}

/** Not awaited: on a lost device it may never settle, and what is tried next uses another build of the runtime. */
function letGo(session: ModelSession): void {
  session.release().catch((unreleased: unknown) => console.warn(unreleased));
}

/** What the first run tells of a model, beside what its files do. */
function startedModel(
  model: PreparedModel,
  warm: WarmModel,
  probe: GpuProbe,
  notices: readonly Notice[],
): StartedModel {
  const typed = firstIds(model, warm.first);
  const info = { ...modelInfo(model, warm), ...typed };
  const meanOver = meanOverOf({ info, prepared: model });
  const { maskToken } = model.tokenizer ?? {};
  const isClassifier = classify(model.config, warm.pass) !== null;
  const objective = objectiveOf(info, warm.plan, warm.pass.logits !== null, model.tokenizer, isClassifier);
  return {
    info: {
      ...info,
      ...(maskToken && objective === 'masked-token' && { maskToken }),
      ...(objective === 'next-token' && model.generation.ends.length > 0 && { endIds: model.generation.ends }),
      ...(objective === 'next-token' && model.generation.never.length > 0 && { neverIds: model.generation.never }),
      ...(objective === 'next-token' &&
        model.generation.neverFirst.length > 0 && { neverFirstIds: model.generation.neverFirst }),
    },
    backend: describeBackend(warm.backend, probe, warm.ort.env.wasm.numThreads ?? 1),
    card: makeCard(model, info, warm.plan),
    plan: warm.plan,
    notices: [
      ...notices,
      ...noticesOf(model, { typesIds: typed.firstIds !== undefined, longest: warm.longest, attention: warm.attention }),
    ],
    firstPass: { ms: warm.pass.forwardMs, nTokens: warm.attention[0]?.nQueries ?? 1 },
    ablation: {
      ...describeSupport(warm.session.support, warm.plan, objective, meanOver),
      ...(model.withoutMasks !== null && {
        limits: `no head can be switched off: ${cutText(model.withoutMasks, 240)}`,
      }),
    },
    session: warm.session,
  };
}

const OF_THE_GRAPH: readonly ErrorCode[] = ['unsupported-graph', 'unsupported-operator', 'run-failed'];

/** Whether a model that did not start may start without the inputs by which heads are turned down. */
export function mayStartWithoutMasks({ withoutMasks, graphs }: PreparedModel, error: unknown): error is AppError {
  const hasMasks = graphs.some(({ sites }) => sites.some(({ mask }) => mask !== null && mask.scale !== null));
  return withoutMasks === null && hasMasks && error instanceof AppError && OF_THE_GRAPH.includes(error.code);
}

function chooseFor(model: PreparedModel, wish: BackendWish, probe: GpuProbe): ReturnType<typeof chooseBackend> {
  const choice = chooseBackend(wish, probe);
  if (choice.name === 'wasm' || probe.adapter === null) return choice;
  const detail = unsuitedToWebGpu(model.graphs, probe.hasHalf);
  return detail === null ? choice : { name: 'wasm', notices: [{ code: 'webgpu-unsuited', detail }] };
}

type WarmModel = {
  readonly ort: OrtRuntime;
  readonly backend: BackendName;
  readonly session: ModelSession;
  /** What ran first: fewer tokens where the graph takes no more. */
  readonly first: FirstRun;
  /** Tokens that it takes at most, where that was found by trying. */
  readonly longest: number | null;
  readonly pass: ModelPass;
  readonly plan: LayerPlan;
  readonly attention: readonly AttentionTensor[];
};

async function warmUp(
  model: PreparedModel,
  exposed: ExposedModel,
  platform: Platform,
  backend: BackendName,
  first: FirstRun,
  { onStage }: StartOptions,
): Promise<WarmModel> {
  onStage('runtime');
  const ort = await platform.loadRuntime(backend);
  onStage('session');
  const modality = MODALITIES[model.takes];
  const session = await openModel(ort, exposed, backend, model.config.nVocab ?? modality.vocabulary);
  try {
    const done = await firstPass(session, first).catch((error: unknown) => {
      throw explainFirst(model, error);
    });
    modality.checkPlan?.(done.plan);
    return { ort, backend, session, ...done };
  } catch (error) {
    letGo(session);
    throw error;
  }
}

async function firstPass(
  session: ModelSession,
  first: FirstRun,
): Promise<Pick<WarmModel, 'first' | 'longest' | 'pass' | 'plan' | 'attention'>> {
  const { feed, pass, longest } = await runFitting(session, first.feed);
  const lengths = longest === null ? first.lengths : { ...first.lengths, nSource: longest };
  const plan = planLayers(pass.layers, lengths);
  const { attention } = packAttention(applyPlan(plan, pass.layers));
  return { first: { feed, lengths }, longest, pass, plan, attention };
}

/** As a person would type them; padding is none of them. */
function firstIds({ tokenizer, takes }: PreparedModel, { feed: { tokens } }: FirstRun): Pick<ModelInfo, 'firstIds'> {
  const isTyped = tokenizer === null && takes !== 'text' && takes !== 'image';
  return isTyped && tokens
    ? { firstIds: writeIds(tokens.ids.slice(0, tokens.ids.length - (tokens.nPadding ?? 0))) }
    : {};
}

/** What is measured goes before what config.json says. */
function modelInfo(model: PreparedModel, { attention, longest }: Pick<WarmModel, 'attention' | 'longest'>): ModelInfo {
  const { source, config, takes } = model;
  const { nLayers = 0, nHeads = 0, nQueries = 0, nKeys = 0 } = attention[0] ?? {};
  const ownAttention = attention.filter(({ kind }) => kind !== 'cross');
  const measured = { nLayers, nHeads, nQueries, nKeys };
  const sound = MODALITIES[takes].sound?.(model, measured);
  return {
    id: source.id,
    name: 'name' in source ? source.name : source.id,
    type: config.type,
    nLayers,
    nHeads,
    dModel: config.dModel,
    isCausal: ownAttention.length > 0 && ownAttention.every(looksCausal),
    maxTokens: Math.min(MODALITIES[takes].maxTokens(model, measured), longest ?? Infinity),
    precision: model.precision,
    takesPair: MODALITIES[takes].takesPair?.(model) ?? false,
    takes,
    ...(model.seeing && (takes === 'text' || takes === 'ids') && { takesPicture: true }),
    ...(sound && { sound }),
    ...numbered(attention),
  };
}

function numbered(attention: readonly AttentionTensor[]): Pick<ModelInfo, 'layerNumbers'> {
  const layerNumbers = numbersByStack(attention);
  return layerNumbers ? { layerNumbers } : {};
}
