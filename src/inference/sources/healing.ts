import { AppError } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { answers } from '../cache/keptModel.ts';
import type { ModelCache } from '../cache/modelCache.ts';
import type { ModelFiles, OnProgress } from './modelFiles.ts';
import type { BackendWish, HubSource } from '../protocol.ts';
import { readFromHub } from './fromHub.ts';
import type { HubTools } from './fromHub.ts';
import { checkedSource } from './hubAddress.ts';

/** What a damaged file shows as. A tokenizer may as well be of a kind that is not read. */
const DAMAGE: readonly ErrorCode[] = ['model-truncated', 'not-onnx', 'tokenizer-failed'];

/**
 * The files of a repository, made into something by `make`. If that, or reading them, shows damage of what is kept in the
 * browser, it is fetched again from the hub, once; if that does not help, the error says so. What is damaged as it came
 * is not kept.
 * Throws as `readFromHub` and `make` do.
 */
export async function openFromHub<T>(
  source: HubSource,
  backend: BackendWish,
  tools: HubTools,
  signal: AbortSignal,
  onProgress: OnProgress,
  make: (files: ModelFiles) => T,
): Promise<T> {
  let nKept = 0;
  /** `isTrusted` says of an address whether what is kept under it may be taken. */
  const attempt = async (isTrusted: (url: string) => boolean, models: ModelCache['models']): Promise<T> => {
    const cache: ModelCache = {
      ...tools.cache,
      models,
      async read(url, bytes) {
        const there = isTrusted(url) ? await tools.cache.read(url, bytes) : null;
        if (there) nKept += 1;
        return there;
      },
    };
    return make(await readFromHub(source, backend, { ...tools, cache }, signal, onProgress));
  };
  let damage: AppError;
  try {
    return await attempt(
      () => true,
      () => tools.cache.models(),
    );
  } catch (error) {
    if (signal.aborted) throw error;
    // What is kept whole asks nobody.
    if (isUnreachable(error) && (await isKept(source, backend, tools.cache))) throw unhealed(error.code, error.detail);
    if (!isDamage(error)) throw error;
    damage = error;
  }
  if (nKept === 0) {
    if (damage.code !== 'tokenizer-failed') await forget(source, backend, tools.cache);
    throw damage;
  }
  try {
    // Weights that are whole are not fetched again for their tokenizer.
    const isSmall = (url: string): boolean => /\.(json|txt)$/.test(url);
    return await attempt(
      (url) => damage.code === 'tokenizer-failed' && !isSmall(url),
      async () => [],
    );
  } catch (error) {
    if (!(error instanceof AppError) || signal.aborted) throw error;
    if (isUnreachable(error)) throw unhealed(damage.code, damage.detail);
    if (!isDamage(error)) throw error;
    if (error.code !== 'tokenizer-failed') await forget(source, backend, tools.cache);
    throw new AppError(error.code, `${error.detail}; it was fetched anew from the hub, which did not help`);
  }
}

function isDamage(error: unknown): error is AppError {
  return error instanceof AppError && DAMAGE.includes(error.code);
}

function isUnreachable(error: unknown): error is AppError & { readonly code: 'hub-unreachable' } {
  return error instanceof AppError && error.code === 'hub-unreachable';
}

function unhealed(code: ErrorCode, detail: string): AppError {
  const words = 'what is kept of it in this browser is damaged, and the hub cannot be reached to fetch it anew';
  return new AppError(code, `${detail}; ${words}`);
}

async function isKept(asked: HubSource, backend: BackendWish, cache: ModelCache): Promise<boolean> {
  const source = checkedSource(asked);
  return (await cache.models()).some((model) => answers(model, source, backend));
}

/** What is damaged must not be taken for whole next time. */
async function forget(asked: HubSource, backend: BackendWish, cache: ModelCache): Promise<void> {
  const source = checkedSource(asked);
  for (const model of await cache.models()) if (answers(model, source, backend)) await cache.remove(model);
}
