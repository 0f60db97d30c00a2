import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import type { HubSource } from '../protocol.ts';

/** Where a repository lies: the part of a source that makes addresses. */
type HubPlace = Pick<HubSource, 'host' | 'id' | 'revision'>;

/**
 * The same source with its host written in one way.
 * Throws AppError 'bad-input' for a host that is no web address, or an id that cannot be one.
 */
export function checkedSource(source: HubSource): HubSource {
  const host = source.host.trim().replace(/\/+$/, '');
  if (!/^https?:\/\/[^\s?#]+$/i.test(host) || !URL.canParse(host)) {
    throw new AppError('bad-input', `the host ${quote(source.host)} is no web address such as https://huggingface.co`);
  }
  const id = source.id.trim();
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(id)) {
    throw new AppError('bad-input', `${quote(source.id)} is no model id such as Xenova/gpt2`);
  }
  return { ...source, host, id, revision: source.revision.trim() || 'main' };
}

/** Address of one file of a repository, as the Hub and its mirrors have it. */
export function fileUrl({ host, id, revision }: HubPlace, path: string): string {
  return `${host}/${id}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Whether a file of that path can have an address below its revision: a text that is no Unicode has none, ".." leads out. */
export function hasAddress(place: HubPlace, path: string): boolean {
  try {
    return !path.split('/').includes('..') && URL.canParse(fileUrl(place, path));
  } catch {
    return false;
  }
}

/** Address of the list of files, with their sizes. */
export function listUrl({ host, id, revision }: HubPlace): string {
  return `${host}/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
}
