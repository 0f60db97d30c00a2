import { AppError } from '../../core/errors.ts';
import { isAboutMachine, isAboutSizes } from '../errors.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { ModelPass, ModelSession } from '../runtime/modelSession.ts';

/** A sequence that ran, and the most tokens of it that the graph takes, where the whole did not run: found by trying. */
type Fitting = { readonly feed: FeedValues; readonly pass: ModelPass; readonly longest: number | null };

/**
 * Runs a sequence; where the graph fails at its length, as many of its first tokens as run.
 * Throws AppError as the run of the whole does, also where not even one token runs; where memory or device give out in the middle of
 * trying, as that run does.
 */
export async function runFitting(session: Pick<ModelSession, 'run'>, feed: FeedValues): Promise<Fitting> {
  try {
    return { feed, pass: await session.run(feed), longest: null };
  } catch (error) {
    const found = isAboutSizes(error) ? await longestThatRuns(session, feed) : null;
    if (found === null) throw error;
    return found;
  }
}

/** What a failed run means to a person: that the sequence is too long, where fewer of its tokens run; else the error. Throws as `runFitting` does in trying. */
export async function explainLength(
  session: Pick<ModelSession, 'run'>,
  feed: FeedValues,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const found = isAboutSizes(error) ? await longestThatRuns(session, feed, signal) : null;
  if (found?.longest == null || !(error instanceof AppError)) return error;
  const nTokens = feed.tokens?.ids.length ?? 0;
  const words = `the model reads at most ${found.longest} ${found.longest === 1 ? 'token' : 'tokens'}, and these are ${nTokens}`;
  return new AppError('bad-input', `${words} (${error.detail})`);
}

/**
 * By halves; null where none runs, where more is read than one sequence without padding, or where it is not the length that
 * is to blame: where a shorter one fails for another reason, or a longer one runs. Throws what says that memory or device gave out before a length was found, and bugs.
 */
async function longestThatRuns(
  session: Pick<ModelSession, 'run'>,
  feed: FeedValues,
  signal?: AbortSignal,
): Promise<Fitting | null> {
  const nTokens = isOneSequence(feed) ? (feed.tokens?.ids.length ?? 0) : 0;
  const runs = async (n: number): Promise<Fitting | 'fails' | 'fails otherwise'> => {
    signal?.throwIfAborted();
    const shorter = firstOf(feed, n);
    try {
      return { feed: shorter, pass: await session.run(shorter), longest: n };
    } catch (error) {
      if (isAboutMachine(error) || !(error instanceof AppError)) throw error;
      return isAboutSizes(error) ? 'fails' : 'fails otherwise';
    }
  };
  let fails = nTokens;
  let found: Fitting | null = null;
  while (fails - (found?.longest ?? 0) > 1) {
    const middle = Math.floor((fails + (found?.longest ?? 0)) / 2);
    const ran = await runs(middle);
    if (ran === 'fails otherwise') return null;
    if (ran === 'fails') fails = middle;
    else found = ran;
  }
  // A graph that takes lengths of one form fails and runs in turn.
  const twice = 2 * (found?.longest ?? nTokens);
  return twice < nTokens && twice > fails && (await runsAlso(() => runs(twice))) ? null : found;
}

/** Whether a length that was tried for control runs. Where memory is too small for it that tells nothing, and what was found before stands. */
async function runsAlso(run: () => Promise<unknown>): Promise<boolean> {
  try {
    return typeof (await run()) === 'object';
  } catch (error) {
    if (error instanceof AppError && error.code === 'out-of-memory') return false;
    throw error;
  }
}

function isOneSequence({ tokens, decoderIds, tokenVectors, own, encoded, picture }: FeedValues): boolean {
  const others = [decoderIds, tokenVectors, own, encoded, picture];
  return tokens !== undefined && (tokens.nPadding ?? 0) === 0 && others.every((one) => one === undefined);
}

function firstOf({ tokens }: FeedValues, n: number): FeedValues {
  const { ids = [], typeIds = [] } = tokens ?? {};
  return { tokens: { ids: ids.slice(0, n), typeIds: typeIds.slice(0, n) } };
}
