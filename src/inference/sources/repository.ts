import { isRecord } from '../../core/isRecord.ts';
import { AppError } from '../../core/errors.ts';
import { contentLength, download, statusError } from './download.ts';
import type { Fetch } from './fetch.ts';
import { firstAlone, reach } from './reach.ts';
import type { HubSource } from '../protocol.ts';
import { listOf } from './chooseGraphs.ts';
import type { FileList } from './chooseGraphs.ts';
import type { ListedFile } from './offeredGraphs.ts';
import { fileUrl, hasAddress, listUrl } from './hubAddress.ts';

/** The files of a repository at one revision. */
export type Repository = FileList & {
  /** The commit, where the host tells it; else what was asked for. */
  readonly revision: string;
  /** Whether `revision` is a commit, so that a file of it never changes. */
  readonly isResolved: boolean;
};

/**
 * Asks a host for the files of a repository, by its list where it has one; else each name is asked for when needed.
 * Throws AppError 'model-not-found' or 'hub-refused'; `find` also 'hub-unreachable' and 'model-fetch-failed'.
 */
export async function openRepository(source: HubSource, fetch: Fetch, signal: AbortSignal): Promise<Repository> {
  const listing = await askForList(source, fetch, signal);
  if (listing) {
    return { ...listOf(listing.all), revision: listing.revision, isResolved: true };
  }
  const asked = new Map<string, Promise<ListedFile | null>>();
  const inOrder = firstAlone();
  return {
    revision: source.revision,
    isResolved: false,
    all: null,
    find(path) {
      const known = asked.get(path) ?? inOrder(() => probe(path, fileUrl(source, path), fetch, signal));
      asked.set(path, known);
      return known;
    },
  };
}

type Listing = { readonly revision: string; readonly all: readonly ListedFile[] };

/** Null where the host has no such list; a host that is down shows when the first file is asked for. */
async function askForList(source: HubSource, fetch: Fetch, signal: AbortSignal): Promise<Listing | null> {
  let bytes: Uint8Array;
  try {
    bytes = await download(listUrl(source), { fetch, signal, promisedBytes: null, onBytes: () => {} });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // The Hub says what is missing; a plain 404 may as well be a mirror that has only files.
    if (error.code === 'hub-refused' || /RepoNotFound|RevisionNotFound/.test(error.detail)) throw error;
    return null;
  }
  try {
    return readListing(JSON.parse(new TextDecoder().decode(bytes)), source);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Null for JSON of another form; files that cannot have an address are left out. */
function readListing(json: unknown, source: HubSource): Listing | null {
  if (!isRecord(json)) return null;
  const { sha, siblings } = json;
  if (typeof sha !== 'string' || !/^[\w.-]+$/.test(sha) || !Array.isArray(siblings)) return null;
  const all = siblings.flatMap((sibling: unknown): ListedFile[] => {
    if (!isRecord(sibling) || typeof sibling['rfilename'] !== 'string') return [];
    const { rfilename, size } = sibling;
    if (!hasAddress(source, rfilename)) return [];
    return [{ path: rfilename, bytes: isSize(size) ? size : null }];
  });
  return { revision: sha, all };
}

/** Up to a thousand times what a browser holds: a list that says more is not believed. */
function isSize(size: unknown): size is number {
  return Number.isSafeInteger(size) && Number(size) >= 0 && Number(size) < 2 ** 43;
}

async function probe(path: string, url: string, fetch: Fetch, signal: AbortSignal): Promise<ListedFile | null> {
  let response = await reach(url, { signal, method: 'HEAD' }, fetch);
  // Some hosts know no HEAD, and signed addresses are for GET alone.
  if ([400, 403, 405, 501].includes(response.status)) response = await reach(url, { signal }, fetch);
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) return null;
  if (!response.ok) throw statusError(url, response);
  // The start page of a server that answers every path.
  if (response.headers.get('content-type')?.startsWith('text/html')) return null;
  return { path, bytes: contentLength(response) };
}
