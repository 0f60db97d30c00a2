import { AppError } from '../../core/errors.ts';
import type { FilesSource, ModelSource, RecordingSource } from '../../inference/protocol.ts';
import { isAgreed } from '../state/agreedHosts.ts';
import type { CatalogModel } from '../state/catalog.ts';
import type { View } from '../state/view.ts';
import { isOpened } from '../state/modelAddress.ts';

/**
 * Where the view's model comes from; `opened` is what the person opened last. Throws AppError 'model-not-found' for an id that
 * is neither here nor a repository's, and 'hub-unasked' for a hub that the person has not agreed to: a link can name any.
 */
export function sourceOf(
  view: View,
  catalog: readonly CatalogModel[],
  opened: FilesSource | RecordingSource | null,
  agreed: readonly string[],
): ModelSource {
  const { modelId, revision, host, weights, graph, inputs } = view;
  const chosen = { ...(graph !== null && { graph }), ...(inputs !== null && { inputs }) };
  const here = catalog.find((entry) => entry.id === modelId);
  if (here !== undefined) return here.source;
  if (isOpened(modelId) && opened?.id === modelId) return { ...opened, ...chosen };
  if (modelId.includes('/') && !isAgreed(agreed, host)) throw new AppError('hub-unasked', host);
  if (modelId.includes('/')) return { from: 'hub', id: modelId, revision, host, weights, ...chosen };
  throw new AppError('model-not-found', modelId);
}
