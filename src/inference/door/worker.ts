import { createEngine } from './engine.ts';
import { tellFetched } from './fetchedHere.ts';
import type { Request } from '../protocol.ts';
import { createEarlyFetch } from '../sources/earlyFetch.ts';
import { readNowHere } from '../runtime/bytesOnDisk.ts';
import { beginRuntime, loadRuntime } from '../runtime/runtime.ts';

/** As a part of the script that is fetched when it is needed; a glob, so that a page without the file can be built. */
const sentences = import.meta.glob<string>('../../../models/reference-sentences.txt', {
  query: '?raw',
  import: 'default',
});

const early = createEarlyFetch((url, init) => fetch(url, init));

const engine = createEngine(
  {
    fetch: early.fetch,
    early,
    caches: globalThis.caches,
    readNow: readNowHere,
    gpu: navigator.gpu,
    loadRuntime,
    beginRuntime,
    readSentences: async () => (await Object.values(sentences)[0]?.()) ?? '',
  },
  (reply, transfer) => self.postMessage(reply, { transfer }),
);

self.addEventListener('message', ({ data }: MessageEvent<Request>) => engine.handle(data));
tellFetched();
