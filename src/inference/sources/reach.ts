import { AppError } from '../../core/errors.ts';
import type { Fetch } from './fetch.ts';
import { messageOf } from '../errors.ts';

/** A request that was sent on to where nobody answers, or in a circle, which browsers follow twenty times before they say so. */
export class Astray extends AppError {
  constructor(url: string) {
    super('hub-unreachable', `${url}: the host sends the request on, in a circle or to where nobody answers`);
  }
}

/** Asks once. Throws AppError 'hub-unreachable' where nobody answers; as `Astray` where the host sends the request on. */
export async function reach(url: string, init: Parameters<Fetch>[1], fetch: Fetch): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    init.signal.throwIfAborted();
    if (await sendsOn(url, init, fetch)) throw new Astray(url);
    throw new AppError('hub-unreachable', `${url}: ${messageOf(error)}`);
  }
}

/** A browser says of a request that failed nothing but that; asked not to follow, it tells whether it was sent on. */
async function sendsOn(url: string, init: Parameters<Fetch>[1], fetch: Fetch): Promise<boolean> {
  try {
    const { type, status, body } = await fetch(url, { ...init, redirect: 'manual' });
    await body?.cancel();
    return type === 'opaqueredirect' || (status >= 300 && status < 400);
  } catch {
    // Whatever is wrong was told by the request itself.
    init.signal.throwIfAborted();
    return false;
  }
}

/**
 * Lets the first of many requests go alone until it is answered, which is when its work calls `onAnswer` or ends: where a
 * host sends requests in a circle, or nobody answers, one is enough to know. The others then fail as it did.
 */
export function firstAlone(): <T>(work: (onAnswer: () => void) => Promise<T>) => Promise<T> {
  let answer: Promise<void> | null = null;
  return async (work) => {
    if (answer) {
      await answer;
      return work(() => {});
    }
    const { promise, resolve, reject } = withResolvers();
    answer = promise;
    // Nobody may be waiting for it.
    answer.catch(() => {});
    try {
      return await work(resolve);
    } catch (error) {
      if (error instanceof AppError && ['hub-unreachable', 'model-fetch-failed'].includes(error.code)) reject(error);
      throw error;
    } finally {
      resolve();
    }
  };
}

function withResolvers() {
  let resolve = () => {};
  let reject: (reason: AppError) => void = () => {};
  const promise = new Promise<void>((whenDone, whenFailed) => {
    resolve = whenDone;
    reject = whenFailed;
  });
  return { promise, resolve, reject };
}
