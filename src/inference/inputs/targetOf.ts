import { AppError } from '../../core/errors.ts';
import type { Logits } from '../../core/run.ts';
import { writeGreedily } from '../generate/greedy.ts';
import { nextTask } from '../nextTask.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { InputGround } from './modality.ts';
import { decodeTarget, encodeTarget, startOf } from './sequences.ts';
import type { Target } from './sequences.ts';

/** What a target is made on. */
type TargetGround = Pick<InputGround, 'prepared' | 'score' | 'signal'> & {
  readonly info: Pick<InputGround['info'], 'maxTokens'>;
};

/**
 * The target of a source: what was typed, or what the model writes now where nothing was, at most `maxWritten` tokens of it; where it would write on,
 * the target is cut. Throws AppError.
 */
export async function targetOf(
  ground: TargetGround,
  source: FeedValues,
  typed: string | null,
  maxWritten: number,
): Promise<Target> {
  const { prepared, info } = ground;
  if (typed !== null) return encodeTarget(prepared, typed, info.maxTokens);
  const maxTokens = Math.min(maxWritten, info.maxTokens);
  // One more is thought of, which says whether the target ends there by itself.
  const written = await write(ground, source, maxTokens + 1);
  const target = decodeTarget(prepared, written.slice(0, maxTokens));
  if (written.length <= maxTokens) return target;
  return { ...target, cut: { nTokensWanted: written.length, segment: 1, offset: target.text.length } };
}

function write(
  { prepared, score, signal }: TargetGround,
  source: FeedValues,
  maxTokens: number,
): Promise<readonly number[]> {
  const next = async (target: readonly number[]) => {
    // Each token is a pass, which on WASM hears nothing: without a turn between them a newer request would wait for all.
    await nextTask();
    return lastScores(await score(source, target));
  };
  return writeGreedily(next, startOf(prepared), prepared.generation, maxTokens, signal);
}

/** Shape: logits [token, vocabulary] -> the last token's. */
function lastScores(logits: Logits | null): Float32Array {
  if (!logits) {
    throw new AppError('unsupported-graph', 'the model gives no scores over a vocabulary, so it cannot write a target');
  }
  return logits.data.subarray((logits.nTokens - 1) * logits.nVocab);
}
