import type { OnProgress } from './modelFiles.ts';

/** Notes how much of a file has come, of how much. */
type Meter = (path: string, loaded: number, total: number) => void;

/**
 * Adds up the files of a model and reports each half per cent, not each of thousands of chunks.
 * `expected` are sizes known beforehand. What it reports never falls: a download that starts anew waits until it is
 * where it was.
 */
export function createMeter(expected: ReadonlyMap<string, number>, onProgress: OnProgress): Meter {
  const files = new Map([...expected].map(([path, total]) => [path, { loaded: 0, total }]));
  let reported = -1;
  return (path, loaded, total) => {
    files.set(path, { loaded, total: Math.max(total, files.get(path)?.total ?? 0) });
    let loadedBytes = 0;
    let totalBytes = 0;
    for (const file of files.values()) {
      loadedBytes += file.loaded;
      totalBytes += file.total;
    }
    // A difference below zero is too small as well.
    if (reported >= 0 && loadedBytes < totalBytes && loadedBytes - reported < totalBytes / 200) return;
    reported = loadedBytes;
    onProgress(loadedBytes, totalBytes);
  };
}
