import { AppError } from '../../core/errors.ts';
import type { ModelSource } from '../../inference/protocol.ts';
import { agreedHosts } from './agreedHosts.ts';
import type { AgreedHosts } from './createAgreedHosts.ts';
import type { CatalogModel } from './catalog.ts';
import { openedSource } from './opened.ts';
import type { View } from '../state/view.ts';
import { isOpened } from '../state/url.ts';

/**
 * Where the view's model comes from. Throws AppError 'model-not-found' for an id that is neither here nor a repository's, and
 * 'hub-unasked' for a hub that the person has not agreed to: a link can name any.
 */
export function sourceOf(
  view: View,
  catalog: readonly CatalogModel[],
  hosts: Pick<AgreedHosts, 'has'> = agreedHosts(),
): ModelSource {
  const { modelId, revision, host, weights } = view;
  const here = catalog.find((entry) => entry.id === modelId);
  if (here !== undefined) return here.source;
  const opened = openedSource();
  if (isOpened(modelId) && opened?.id === modelId) return opened;
  if (modelId.includes('/') && !hosts.has(host)) throw new AppError('hub-unasked', host);
  if (modelId.includes('/')) return { from: 'hub', id: modelId, revision, host, weights };
  throw new AppError('model-not-found', modelId);
}
