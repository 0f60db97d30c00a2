import type { BackendWish } from '../protocol.ts';
import type { ModelFiles, ModelFileSource, OnProgress } from '../sources/modelFiles.ts';
import { createModelStore } from '../sources/store.ts';
import type { SourcePlatform } from '../sources/store.ts';

/**
 * The files of a model, wherever they lie; `backend` is what it will run on, for the choice of weights.
 * Shorthand for `createModelStore(platform).read(...)`; errors as there.
 */
export function readModelFiles(
  source: ModelFileSource,
  backend: BackendWish,
  platform: SourcePlatform,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<ModelFiles> {
  return createModelStore(platform).read(source, backend, signal, onProgress);
}
