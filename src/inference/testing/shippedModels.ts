import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Fetch } from '../sources/fetch.ts';
import type { HereSource } from '../protocol.ts';
import { readNpz } from '../surgery/testing/npz.ts';
import type { NpyArray } from '../surgery/testing/npz.ts';

export type ShippedModel = 'bookworm-gpt' | 'bookworm-bert';

const FOLDER = new URL('../../../models/', import.meta.url);

/** The source of a model that ships, under an address that `fileFetch` serves. */
export function shippedSource(id: ShippedModel): HereSource {
  return {
    from: 'here',
    id,
    name: id,
    base: `https://models.test/${id}/`,
    onnxFile: 'onnx/model.onnx',
    precision: 'fp16 weights',
  };
}

export function modelFile(id: ShippedModel, path: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`${id}/${path}`, FOLDER)));
}

/** What the training framework computed: input_ids, logits and attentions [layer, head, query, key]. */
export function reference(id: ShippedModel): { ids: number[]; logits: NpyArray; attentions: NpyArray } {
  const arrays = readNpz(modelFile(id, 'reference.npz'));
  const get = (name: string): NpyArray => arrays.get(name)!;
  return { ids: [...get('input_ids').data].map(Number), logits: get('logits'), attentions: get('attentions') };
}

/** Serves the models folder as a web server would; what is not there is a 404. */
export const fileFetch: Fetch = async (url, { signal }) => {
  signal.throwIfAborted();
  const path = fileURLToPath(new URL(url.replace('https://models.test/', ''), FOLDER));
  return existsSync(path) ? new Response(readFileSync(path)) : new Response('', { status: 404 });
};
