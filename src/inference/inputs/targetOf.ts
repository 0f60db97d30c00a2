import { AppError } from '../../core/errors.ts';
import type { Logits } from '../../core/run.ts';
import { writeGreedily } from '../generate/greedy.ts';
import { nextTask } from '../nextTask.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { InputGround } from './modality.ts';
import { decodeTarget, encodeTarget, startOf } from './sequences.ts';
import type { Target } from './sequences.ts';

/** Longest target that a model writes by itself, in tokens. */
const MAX_WRITTEN = 48;

/** The target of a source: what was typed, or what the model writes now where nothing was. Throws AppError. */
export async function targetOf(ground: InputGround, source: FeedValues, typed: string | null): Promise<Target> {
  const { prepared, info } = ground;
  if (typed !== null) return encodeTarget(prepared, typed, info.maxTokens);
  return decodeTarget(prepared, await write(ground, source));
}

function write({ prepared, info, score, signal }: InputGround, source: FeedValues): Promise<readonly number[]> {
  const next = async (target: readonly number[]) => {
    // Each token is a pass, which on WASM hears nothing: without a turn between them a newer request would wait for all.
    await nextTask();
    return lastScores(await score(source, target));
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
