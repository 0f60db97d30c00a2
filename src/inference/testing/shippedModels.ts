import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Fetch } from '../sources/fetch.ts';
import type { HereSource } from '../protocol.ts';
import { readNpz } from '../surgery/testing/npz.ts';
import type { NpyArray } from '../surgery/testing/npz.ts';

/** The language models: one sequence of tokens in, scores of the next or the hidden one out. */
export type ShippedModel = 'bookworm-gpt' | 'bookworm-bert';

/** Every model that ships. */
export type AnyShippedModel =
  | ShippedModel
  | 'fashion-vit'
  | `${'fashion-vit' | 'bookworm-tiny'}-h${1 | 2 | 4 | 8 | 16}`
  | 'spoken-digits'
  | 'grid-walker'
  | `dates${'' | `-step-${0 | 50 | 150 | 400 | 1000}`}`;

const FOLDER = new URL('../../../models/', import.meta.url);

/** The source of a model that ships, under an address that `fileFetch` serves. */
export function shippedSource(id: AnyShippedModel): HereSource {
  const common = { from: 'here', id, name: id, base: `https://models.test/${id}/`, precision: 'fp16 weights' } as const;
  const whole = [{ role: 'whole', path: 'onnx/model.onnx' }] as const;
  if (id === 'bookworm-gpt' || id === 'bookworm-bert') return { ...common, graphs: whole };
  // Their files are not the usual ones, so they must be promised.
  const folder = fileURLToPath(new URL(`${id}/`, FOLDER));
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.\w+$/.test(path));
  const pair = (['encoder', 'decoder'] as const).map((role) => ({ role, path: `onnx/${role}_model.onnx` }));
  const sizes = Object.fromEntries(paths.map((path) => [path, statSync(`${folder}${path}`).size]));
  return { ...common, graphs: id.startsWith('dates') ? pair : whole, sizes };
}

export function modelFile(id: AnyShippedModel, path: string): Buffer {
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
