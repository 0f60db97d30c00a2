import { AppError } from '../../core/errors.ts';
import type { Logits } from '../../core/run.ts';
import { writeGreedily } from '../generate/greedy.ts';
import { nextTask } from '../nextTask.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { InputGround } from './modality.ts';
import { decodeTarget, encodeTarget, startOf } from './sequences.ts';
import type { Target } from './sequences.ts';
import { checkVocabulary } from './tokenRun.ts';
import { writtenOn } from './written.ts';

/** What a target is made on. */
type TargetGround = Pick<InputGround, 'prepared' | 'score' | 'signal'> & {
  readonly info: Pick<InputGround['info'], 'maxTokens'>;
};

/** What of a target is given: what is typed, null where the model writes all of it, and the ids of what it wrote on behind that. */
type GivenTarget = { readonly typed: string | null; readonly written?: readonly number[] | undefined };

/**
 * The target of a source: what was typed and written on behind it, or what the model writes now where nothing was typed, at most `maxWritten` tokens of it;
 * where it would write on, the target is cut. Throws AppError, 'bad-input' for an id that the decoder's table has no row for.
 */
export async function targetOf(
  ground: TargetGround,
  source: FeedValues,
  given: GivenTarget,
  maxWritten: number,
): Promise<Target> {
  const { prepared } = ground;
  const target = await uncheckedTarget(ground, source, given, maxWritten);
  checkVocabulary(prepared, target.tokens, decoderTable(prepared));
  return target;
}

/** Rows of the table that a target is looked up in; null where the graph does not tell. Of two graphs the decoder is the last. */
function decoderTable({ inputs }: Pick<InputGround['prepared'], 'inputs'>): number | null {
  const own = inputs.find(({ role }) => role === 'decoder-ids') ?? inputs.findLast(({ role }) => role === 'ids');
  return own?.nRows ?? null;
}

async function uncheckedTarget(
  ground: TargetGround,
  source: FeedValues,
  { typed, written }: GivenTarget,
  maxWritten: number,
): Promise<Target> {
  const { prepared, info } = ground;
  if (written !== undefined) return grownTarget(ground, source, typed ?? '', written);
  if (typed !== null) return encodeTarget(prepared, typed, info.maxTokens);
  const maxTokens = Math.min(maxWritten, info.maxTokens);
  // One more is thought of, which says whether the target ends there by itself.
  const all = await write(ground, source, maxTokens + 1);
  const target = decodeTarget(prepared, all.slice(0, maxTokens));
  if (all.length <= maxTokens) return target;
  return { ...target, cut: { nTokensWanted: all.length, segment: 1, offset: target.text.length } };
}

/** A target that grows: behind what is typed, or where nothing is behind what it must begin with, stands what was written. */
async function grownTarget(
  ground: TargetGround,
  source: FeedValues,
  typed: string,
  written: readonly number[],
): Promise<Target> {
  const { prepared, info } = ground;
  const { first } = prepared.generation;
  const begun =
    typed === '' && first.length > 0
      ? untyped(decodeTarget(prepared, await write(ground, source, Math.min(first.length + 1, info.maxTokens))))
      : encodeTarget(prepared, typed, info.maxTokens);
  const { encoding, text } = writtenOn(
    prepared.tokenizer,
    { tokens: begun.tokens, typeIds: begun.tokens.map(() => 0), cut: begun.cut },
    typed,
    written,
    info.maxTokens,
  );
  return { tokens: encoding.tokens, text, cut: encoding.cut };
}

/** What a target must begin with is no part of its text. */
function untyped(target: Target): Target {
  return { ...target, text: '', tokens: target.tokens.map((token) => ({ ...token, start: 0, end: 0, special: true })) };
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
