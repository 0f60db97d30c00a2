import { createEngine } from './engine.ts';
import { tellFetched } from './fetchedHere.ts';
import type { Request } from '../protocol.ts';
import { loadRuntime } from '../runtime/runtime.ts';

/** As a part of the script that is fetched when it is needed; a glob, so that a page without the file can be built. */
const sentences = import.meta.glob<string>('../../../models/reference-sentences.txt', {
  query: '?raw',
  import: 'default',
});

const engine = createEngine(
  {
    fetch: (url, init) => fetch(url, init),
    caches: globalThis.caches,
    gpu: navigator.gpu,
    loadRuntime,
    readSentences: async () => (await Object.values(sentences)[0]?.()) ?? '',
  },
  (reply, transfer) => self.postMessage(reply, { transfer }),
);

self.addEventListener('message', ({ data }: MessageEvent<Request>) => engine.handle(data));
tellFetched();
