import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import { isRevisionOf } from '../cache/keptModel.ts';
import type { ModelCache } from '../cache/modelCache.ts';
import type { FilePlace } from '../surgery/inside/leftWeights.ts';
import { besideGraph } from './externalData.ts';
import type { Fetch } from './fetch.ts';
import { locateFile } from './fromFiles.ts';
import { checkedSource, fileUrl } from './hubAddress.ts';
import type { ModelFileSource } from './modelFiles.ts';
import { stretchOf, stretchOfBlob } from './stretchOf.ts';

/** A stretch of one of the files of a graph. */
export type FilePart = {
  readonly graphPath: string;
  readonly place: FilePlace;
  /** Set for what is so large that it is read from the disk or what the browser keeps, and fetched from nowhere. */
  readonly isKeptOnly?: true;
};

type PartTools = {
  readonly fetch: Fetch;
  readonly cache: Pick<ModelCache, 'models' | 'part'>;
};

/**
 * A stretch of a file of a model that was opened before, and no more of it than that where its host allows: from the disk, from what the browser
 * keeps, or from where it came. Throws AppError 'model-fetch-failed' or 'bad-input' where it is not there any more, 'out-of-memory' where a file's part is more than one buffer holds; rejects with the signal's reason.
 */
export async function readPart(
  source: ModelFileSource,
  { graphPath, place, isKeptOnly }: FilePart,
  { fetch, cache }: PartTools,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const path = place.location === null ? graphPath : besideGraph(graphPath, place.location);
  switch (source.from) {
    case 'files':
      return ofBlob(source.files, graphPath, place, signal);
    case 'here':
      if (isKeptOnly) throw notKept(path);
      return fetchPart(source.base + path, place, fetch, signal);
    case 'hub': {
      const checked = checkedSource(source);
      // By the file, not by what was asked for: that was another backend where the model has moved to this one.
      const kept = (await cache.models()).find(
        (model) => isRevisionOf(model, checked) && model.files.some((file) => file.path === path),
      );
      const url = fileUrl(kept ?? checked, path);
      const part = await cache.part(url, place.offset, place.nBytes, signal);
      signal.throwIfAborted();
      if (part === null && isKeptOnly) throw notKept(path);
      return part ?? fetchPart(url, place, fetch, signal);
    }
  }
}

function notKept(path: string): AppError {
  return new AppError('model-fetch-failed', `${quote(path)} is not kept in the browser`);
}

async function ofBlob(
  files: Extract<ModelFileSource, { from: 'files' }>['files'],
  graphPath: string,
  { location, offset, nBytes }: FilePlace,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const blobs = new Map(files.map(({ path, blob }) => [path, blob]));
  const path = location === null ? graphPath : locateFile(graphPath, location, blobs);
  const blob = blobs.get(path);
  const part =
    blob && (await stretchOfBlob(blob, offset, nBytes, signal).catch((error: unknown) => unread(error, path)));
  signal.throwIfAborted();
  if (!part) throw new AppError('bad-input', `${quote(path)} was moved or changed since it was opened`);
  return part;
}

/** What the browser says of a file that was moved or changed tells a person no more than that; of a buffer that it has no room for, it does. */
function unread(error: unknown, path: string): null {
  if (!(error instanceof RangeError)) return null;
  throw new AppError('out-of-memory', `there is no room for a part of ${quote(path)}: ${error.message}`);
}

/** A host that knows no ranges sends the whole, of which what comes before is let go and what comes behind is not waited for. */
async function fetchPart(
  url: string,
  { offset, nBytes }: FilePlace,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const headers = { Range: `bytes=${offset}-${offset + nBytes - 1}` };
  let part: Uint8Array | null;
  try {
    const response = await fetch(url, { signal, headers });
    if (!response.ok) throw new AppError('model-fetch-failed', `${quote(url)}: ${response.status}`);
    part = await stretchOf(response, response.status === 206 ? 0 : offset, nBytes);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AppError ? error : new AppError('model-fetch-failed', `${quote(url)}: ${String(error)}`);
  }
  signal.throwIfAborted();
  if (part === null) throw new AppError('model-fetch-failed', `${quote(url)} is shorter than it was`);
  return part;
}
