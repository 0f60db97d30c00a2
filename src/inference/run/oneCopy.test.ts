import { expect, test } from 'vitest';
import { bookworm } from '../../../scripts/hub/content.ts';
import { Hub } from '../../../scripts/hub/hubServer.ts';
import { memoryCaches } from '../cache/testing/memoryCaches.ts';
import type { ModelFileSource } from '../sources/modelFiles.ts';
import { prepareModel } from './prepare.ts';
import { createModelStore } from '../sources/store.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';
import { fileFetch, modelFile, shippedSource } from '../testing/shippedModels.ts';

/** Whether what the runtime gets lies in the memory that the file was read into. */
async function isOneCopy(source: ModelFileSource, store: ReturnType<typeof createModelStore>): Promise<boolean> {
  const files = await store.read(source, 'wasm', new AbortController().signal, () => {});
  const read = files.graphs.map(({ onnx }) => onnx.buffer);
  const model = prepareModel(source, files).exposed;
  const exposed = model.kind === 'pair' ? model.encoder : model.whole;
  return exposed.bytes.length > files.graphs[0]!.onnx.length && read.includes(exposed.bytes.buffer);
}

test('a model that comes with the page is in memory once when it goes to the runtime', async () => {
  const store = createModelStore({ fetch: fileFetch });
  expect(await isOneCopy(shippedSource('bookworm-gpt'), store)).toBe(true);
});

test('so is one whose files were opened', async () => {
  const files = ['onnx/model.onnx', 'config.json', 'tokenizer.json'].map((path) => ({
    path,
    blob: new Blob([new Uint8Array(modelFile('bookworm-bert', path))]),
  }));
  const store = createModelStore({ fetch: fileFetch });
  expect(await isOneCopy({ from: 'files', id: 'b', name: 'b', files }, store)).toBe(true);
});

test.each(['ms-attention', 'ms-gqa', 'gpt2-merged-if'])('so is %s, of which nodes are written anew', async (name) => {
  const blob = new Blob([new Uint8Array(loadZooModel(name).model)]);
  const store = createModelStore({ fetch: fileFetch });
  const files = [{ path: 'model.onnx', blob }];
  expect(await isOneCopy({ from: 'files', id: name, name, files }, store)).toBe(true);
});

test('so is one from a hub, when it comes and when it is read from what is kept', async () => {
  const hub = await Hub.open();
  hub.publish('headlight/bookworm-gpt', bookworm('bookworm-gpt'));
  const source = {
    from: 'hub',
    id: 'headlight/bookworm-gpt',
    revision: 'main',
    host: hub.url,
    weights: 'auto',
  } as const;
  const store = createModelStore({ fetch, caches: memoryCaches().caches });
  expect(await isOneCopy(source, store)).toBe(true);
  await hub.close();
  expect(await isOneCopy(source, store)).toBe(true);
});
