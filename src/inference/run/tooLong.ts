import { AppError } from '../../core/errors.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { ModelPass, ModelSession } from '../runtime/modelSession.ts';

/** What runtimes say where a sequence is longer than a table of the graph, or than what was written into it for one length. */
const PAST_AN_END =
  /out of (data )?bounds|outside of bounds|broadcast|invalid indices|index .*out of range|(input )?dimension|cannot be reshaped|reshape/i;

/** A sequence that ran, and the most tokens of it that the graph takes, where the whole did not run: found by trying. */
type Fitting = { readonly feed: FeedValues; readonly pass: ModelPass; readonly longest: number | null };

/**
 * Runs a sequence; where the graph fails at its length, as many of its first tokens as run.
 * Throws AppError as the run of the whole does, also where not even one token runs.
 */
export async function runFitting(session: Pick<ModelSession, 'run'>, feed: FeedValues): Promise<Fitting> {
  try {
    return { feed, pass: await session.run(feed), longest: null };
  } catch (error) {
    const found = isPastAnEnd(error) ? await longestThatRuns(session, feed) : null;
    if (found === null) throw error;
    return found;
  }
}

/** What a failed run means to a person: that the sequence is too long, where fewer of its tokens run; else the error. */
export async function explainLength(
  session: Pick<ModelSession, 'run'>,
  feed: FeedValues,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const found = isPastAnEnd(error) ? await longestThatRuns(session, feed, signal) : null;
  if (found?.longest == null || !(error instanceof AppError)) return error;
  const nTokens = feed.tokens?.ids.length ?? 0;
  const words = `the model reads at most ${found.longest} ${found.longest === 1 ? 'token' : 'tokens'}, and these are ${nTokens}`;
  return new AppError('bad-input', `${words} (${error.detail})`);
}

function isPastAnEnd(error: unknown): boolean {
  const isOfRun = error instanceof AppError && ['run-failed', 'unsupported-graph'].includes(error.code);
  return isOfRun && PAST_AN_END.test(error.detail);
}

/** By halves; null where none runs, or where more is read than one sequence without padding. */
async function longestThatRuns(
  session: Pick<ModelSession, 'run'>,
  feed: FeedValues,
  signal?: AbortSignal,
): Promise<Fitting | null> {
  let [runs, fails] = [0, isOneSequence(feed) ? (feed.tokens?.ids.length ?? 0) : 0];
  let found: Fitting | null = null;
  while (fails - runs > 1) {
    signal?.throwIfAborted();
    const longest = Math.floor((runs + fails) / 2);
    const shorter = firstOf(feed, longest);
    const pass = await session.run(shorter).catch((error: unknown) => {
      if (!isPastAnEnd(error)) throw error;
      return null;
    });
    if (pass === null) fails = longest;
    else {
      runs = longest;
      found = { feed: shorter, pass, longest };
    }
  }
  return found;
}

function isOneSequence({ tokens, decoderIds, tokenVectors, own, encoded }: FeedValues): boolean {
  const others = [decoderIds, tokenVectors, own, encoded];
  return tokens !== undefined && (tokens.nPadding ?? 0) === 0 && others.every((one) => one === undefined);
}

function firstOf({ tokens }: FeedValues, n: number): FeedValues {
  const { ids = [], typeIds = [] } = tokens ?? {};
  return { tokens: { ids: ids.slice(0, n), typeIds: typeIds.slice(0, n) } };
}
