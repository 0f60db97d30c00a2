import type { ErrorInfo } from '../../core/errors.ts';
import type { BackendName } from '../../core/run.ts';
import { fetchReader, prepareModel } from '../run/prepare.ts';
import type { PreparedModel } from '../run/prepared.ts';
import type { ExposedModel } from '../runtime/modelSession.ts';
import type { ModelFileSource } from '../sources/modelFiles.ts';
import type { createModelStore } from '../sources/store.ts';
import type { LoadTools } from './loadTools.ts';

/** What a person can choose of a model before it runs: one of its graphs, what its inputs are fed with. */
export type Offered = Partial<Pick<ErrorInfo, 'graphs' | 'inputs'>>;

/** `onOffered` hears what there is to choose as it is found. */
export type OfferedTools = LoadTools & { readonly onOffered: (offered: Offered) => void };

/** What a model is started from. */
export type Ready = { readonly model: PreparedModel; readonly exposed: ExposedModel };

/** The files of a model, read and exposed; the bytes as they came are not kept. Throws as the store and `prepareModel` do. */
export async function readModel(
  store: Pick<ReturnType<typeof createModelStore>, 'open'>,
  source: ModelFileSource,
  backend: BackendName,
  { signal, onProgress, onStage, onOffered }: OfferedTools,
  withoutMasks: string | null = null,
): Promise<Ready> {
  const ready = await store.open(source, backend, signal, onProgress, (files) => {
    onStage('graph');
    if (files.offered && files.offered.length > 1) onOffered({ graphs: files.offered });
    return prepareModel(source, files, withoutMasks);
  });
  if (ready.model.asked.length > 0) onOffered({ inputs: ready.model.asked });
  await fetchReader(ready.model);
  signal.throwIfAborted();
  return ready;
}
