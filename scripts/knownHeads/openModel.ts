import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CachesLike } from '../../src/inference/cache/modelCache.ts';
import type { ModelFileSource, OnProgress } from '../../src/inference/sources/modelFiles.ts';
import { prepareModel } from '../../src/inference/run/prepare.ts';
import type { FilesSource } from '../../src/inference/protocol.ts';
import type { RunnableModel } from '../../src/inference/run/runnable.ts';
import { createModelStore } from '../../src/inference/sources/store.ts';
import { startModel } from '../../src/inference/run/start.ts';
import { nodeRuntime } from '../../src/inference/testing/runtimes.ts';

/** Opens a model with the code of the page, on the WASM build that runs in Node. Throws AppError as the page would tell it. */
export async function openModel(
  source: ModelFileSource,
  caches: CachesLike | undefined,
  onProgress: OnProgress,
): Promise<RunnableModel> {
  const { signal } = new AbortController();
  const files = await createModelStore({ fetch, caches }).read(source, 'wasm', signal, onProgress);
  const { model: prepared, exposed } = prepareModel(source, files);
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  const started = await startModel(prepared, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
  return { ...started, prepared };
}

/** A folder as it would come from the page's file picker; weights for other programs stay unread. */
export function folderSource(folder: string): FilesSource {
  const name = basename(folder);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(onnx|onnx_data\w*|data|json)$/.test(path),
  );
  const files = paths.map((path) => ({
    path: `${name}/${path.replaceAll('\\', '/')}`,
    blob: new Blob([readFileSync(join(folder, path))]),
  }));
  return { from: 'files', id: name, name, files };
}
