import { AppError } from '../../core/errors.ts';
import type { Logits, ModelRun } from '../../core/run.ts';
import { stackOf } from '../../core/stack.ts';
import type { Token } from '../../core/tokens.ts';
import type { TokenIds } from '../runtime/feeds.ts';
import { VECTORS } from './firstRun.ts';
import { writeGreedily } from '../generate/greedy.ts';
import { vectorTokens } from '../inputs/vectors.ts';
import { stacksToLabel } from './labelRun.ts';
import { applyPlan } from './layerPlan.ts';
import type { ModelFeed, ModelPass } from '../runtime/modelSession.ts';
import { nextTask } from '../nextTask.ts';
import { packAttention } from './pack.ts';
import type { RunInput } from '../protocol.ts';
import {
  decodeTarget,
  encodeIds,
  encodeTarget,
  encodeText,
  fillUp,
  idsOf,
  shiftRight,
  startOf,
  writeIds,
} from './sequences.ts';
import type { ModelInputRun, RunnableModel, RunRequest } from './runnable.ts';
import type { Target } from './sequences.ts';
import { patchGrid, patchTokens } from '../vision/patches.ts';
import { preparePicture } from '../vision/toPixels.ts';

/** Longest target that a model writes by itself, in tokens. */
const MAX_WRITTEN = 48;

/** What a run is made of besides its attention. */
type Words = Pick<ModelRun, 'text' | 'pair' | 'tokens' | 'targetTokens' | 'image' | 'cut'>;

type Computed = { readonly words: Words; readonly feed: ModelFeed; readonly pass: ModelPass };

/**
 * Takes an input through the model.
 * Throws AppError: 'bad-input' if the model takes another kind, 'run-failed', 'bad-attention', 'unsupported-graph' if
 * attention and tokens differ in number, 'out-of-memory'. Rejects with the signal's reason once it is aborted.
 */
export async function runInput(
  model: RunnableModel,
  { runId, input }: RunRequest,
  signal: AbortSignal,
): Promise<ModelInputRun> {
  if (input.kind !== model.info.takes) {
    throw new AppError('bad-input', `the model takes ${model.info.takes}, not ${input.kind}`);
  }
  const { words, feed, pass } = await compute(model, input, signal);
  const layers = applyPlan(model.plan, pass.layers);
  const { attention, rowSumError } = packAttention(layers);
  const { info, backend } = model;
  const { logits, forwardMs } = pass;
  const run: ModelRun = { runId, model: info, backend, ...words, attention, logits, rowSumError, forwardMs };
  checkLengths(run);
  return { run, shown: layers, stacks: stacksToLabel(run, layers), feed, pass };
}

function compute(model: RunnableModel, input: RunInput, signal: AbortSignal): Promise<Computed> {
  switch (input.kind) {
    case 'text':
      return runText(model, input.text, input.pair);
    case 'ids':
      return runIds(model, input.ids);
    case 'text-to-text':
      return runTextToText(model, input.source, input.target, signal);
    case 'image':
      return runImage(model, input);
    case 'nothing':
      return runVectors(model);
  }
}

async function runText(model: RunnableModel, text: string, pair: string | null): Promise<Computed> {
  const { tokenizer } = model.prepared;
  if (!tokenizer) throw new AppError('bad-input', 'the model came without a tokenizer');
  const typed = tokenizer.encode(text, pair, model.info.maxTokens);
  if (typed.tokens.length === 0) throw new AppError('run-failed', 'the text has no tokens');
  checkVocabulary(model, typed.tokens);
  const encoding = fillUp(model.prepared, typed);
  const feed: ModelFeed = { kind: 'tokens', tokens: idsOf(encoding) };
  const pass = await model.session.run(feed);
  const { tokens, cut } = encoding;
  return { words: { text, pair, tokens, targetTokens: shiftedTarget(model, tokens), image: null, cut }, feed, pass };
}

async function runIds(model: RunnableModel, ids: readonly number[]): Promise<Computed> {
  checkIds(ids);
  const typed = encodeIds(ids, model.info.maxTokens);
  checkVocabulary(model, typed.tokens);
  const encoding = fillUp(model.prepared, typed);
  const feed: ModelFeed = { kind: 'tokens', tokens: idsOf(encoding) };
  const pass = await model.session.run(feed);
  const { tokens, cut } = encoding;
  const targetTokens = shiftedTarget(model, tokens);
  return { words: { text: writeIds(ids), pair: null, tokens, targetTokens, image: null, cut }, feed, pass };
}

function checkIds(ids: readonly number[]): void {
  if (ids.length === 0) throw new AppError('bad-input', 'no token ids were given');
  const bad = ids.find((id) => !Number.isSafeInteger(id) || id < 0);
  if (bad !== undefined) throw new AppError('bad-input', `${bad} is no token id`);
}

/** An id that the table of tokens has no row for would end in words of the runtime about its memory. */
function checkVocabulary({ prepared }: RunnableModel, tokens: readonly Token[]): void {
  const { nIds } = prepared.sequence;
  const bad = nIds === null ? undefined : tokens.find(({ id }) => id >= nIds);
  if (bad === undefined || nIds === null) return;
  const words = prepared.tokenizer === null ? `${bad.id}` : `“${bad.text}” is token ${bad.id}, which`;
  throw new AppError(
    'bad-input',
    `${words} is not in the model's vocabulary of ${nIds} tokens, numbered 0 to ${nIds - 1}`,
  );
}

/** An encoder-decoder model that reads one text makes the target out of it, moved by one place; for any other, null. */
function shiftedTarget({ plan, prepared }: RunnableModel, tokens: readonly Token[]): readonly Token[] | null {
  const isPair = plan.places.some((place) => place?.kind === 'cross');
  const { start } = prepared.generation;
  return isPair && start !== null ? shiftRight(prepared.tokenizer, tokens, start) : null;
}

async function runTextToText(
  model: RunnableModel,
  source: string,
  typed: string | null,
  signal: AbortSignal,
): Promise<Computed> {
  const { prepared, info, session } = model;
  const read = encodeText(prepared.tokenizer, source, info.maxTokens);
  if (read.tokens.length === 0) throw new AppError('run-failed', 'the source has no tokens');
  checkVocabulary(model, read.tokens);
  const encoding = fillUp(prepared, read);
  const { tokens, cut } = encoding;
  const ids = idsOf(encoding);
  const target =
    typed === null
      ? decodeTarget(prepared, await write(model, ids, signal))
      : encodeTarget(prepared, typed, info.maxTokens);
  const feed: ModelFeed = { kind: 'source-target', source: ids, target: target.tokens.map((token) => token.id) };
  return { words: wordsOf(source, tokens, cut, target), feed, pass: await session.run(feed) };
}

function wordsOf(text: string, tokens: Words['tokens'], cut: Words['cut'], target: Target): Words {
  return { text, pair: target.text, tokens, targetTokens: target.tokens, image: null, cut: cut ?? target.cut };
}

function write({ prepared, info, session }: RunnableModel, source: TokenIds, signal: AbortSignal) {
  const next = async (target: readonly number[]) => {
    // Each token is a pass, which on WASM hears nothing: without a turn between them a newer request would wait for all.
    await nextTask();
    return lastScores(await session.score(source, target));
  };
  const maxTokens = Math.min(MAX_WRITTEN, info.maxTokens);
  return writeGreedily(next, startOf(prepared), prepared.generation, maxTokens, signal);
}

/** Shape: logits [token, vocabulary] -> the last token's. */
function lastScores(logits: Logits | null): Float32Array {
  if (!logits) {
    throw new AppError('unsupported-graph', 'the model gives no scores over a vocabulary, so it cannot write a target');
  }
  return logits.data.subarray((logits.nTokens - 1) * logits.nVocab);
}

async function runImage(model: RunnableModel, input: Extract<RunInput, { kind: 'image' }>): Promise<Computed> {
  const { prepared, session, plan } = model;
  const { pixels, shown } = preparePicture(input, prepared.preprocessor);
  const feed: ModelFeed = { kind: 'pixels', pixels };
  const pass = await session.run(feed);
  const nTokens = applyPlan(plan, pass.layers)[0]?.dims.at(-1) ?? 0;
  const grid = patchGrid(nTokens, shown, prepared.config.patchSize);
  const { nRows: nPatchRows, nColumns: nPatchColumns, nPrefix } = grid;
  const image = { ...shown, nPatchRows, nPatchColumns, nPrefix };
  const tokens = patchTokens(grid, prepared.config);
  return { words: { text: input.name, pair: null, tokens, targetTokens: null, image, cut: null }, feed, pass };
}

async function runVectors({ session, plan }: RunnableModel): Promise<Computed> {
  const pass = await session.run(VECTORS);
  const names = vectorTokens(applyPlan(plan, pass.layers));
  return { words: { text: '', pair: null, ...names, image: null, cut: null }, feed: VECTORS, pass };
}

/** The picture has one row and one column for each token, or none at all. */
function checkLengths(run: ModelRun): void {
  for (const { kind, nQueries, nKeys } of run.attention) {
    const stack = stackOf(run, kind);
    const [queries, keys] = [stack?.queryTokens.length ?? 0, stack?.keyTokens.length ?? 0];
    if (nQueries === queries && nKeys === keys) continue;
    const tokens = queries === keys ? `${queries}` : `${queries} and ${keys}`;
    throw new AppError('unsupported-graph', `attention of ${nQueries} x ${nKeys} for ${tokens} tokens`);
  }
  if (run.attention.length === 0) throw new AppError('unsupported-graph', 'the model gave no attention');
}
