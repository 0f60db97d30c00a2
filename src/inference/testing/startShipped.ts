import { readModelFiles } from './readModelFiles.ts';
import { prepareModel } from '../run/prepare.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startModel } from '../run/start.ts';
import { nodeRuntime } from './runtimes.ts';
import { fileFetch, shippedSource } from './shippedModels.ts';
import type { AnyShippedModel } from './shippedModels.ts';
import { prepareZoo } from './zooModels.ts';

const PLATFORM = { gpu: undefined, loadRuntime: async () => nodeRuntime };
const OPTIONS = { wish: 'wasm', selfTest: false, onStage: () => {} } as const;

/** A model that ships, started on WASM. */
export async function startShipped(id: AnyShippedModel): Promise<RunnableModel> {
  const signal = new AbortController().signal;
  const files = await readModelFiles(shippedSource(id), 'wasm', { fetch: fileFetch }, signal, () => {});
  const { model, exposed } = prepareModel(shippedSource(id), files);
  return { ...(await startModel(model, exposed, PLATFORM, OPTIONS)), prepared: model };
}

/** A model of the zoo, started on WASM. */
export async function startZoo(name: string): Promise<RunnableModel> {
  const { model, exposed } = prepareZoo(name);
  return { ...(await startModel(model, exposed, PLATFORM, OPTIONS)), prepared: model };
}
