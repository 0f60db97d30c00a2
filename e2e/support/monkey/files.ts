import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { made, madeJson, modelPath, picked, recordedPath, t5Files, zooPath } from '../files.ts';
import type { Picked } from '../files.ts';
import { picture, RGB, vitFiles } from '../pictures.ts';

/** Something to open, by name. */
export type Opened = { readonly name: string; readonly files: () => readonly Picked[] };

/** Files that people open and that once broke something. */
const OPENED = resolve(import.meta.dirname, '../../fixtures/opened');

const one = (name: string, file: () => Picked): Opened => ({ name, files: () => [file()] });
const recording = (name: string): Opened => one(name, () => picked(recordedPath(name)));
const zoo = (name: string): Opened => one(`${name}/model.onnx`, () => picked(zooPath(`${name}/model.onnx`)));

const GOOD: readonly Opened[] = [
  zoo('bert-eager'),
  zoo('gpt2'),
  zoo('bart-3d'),
  { name: 't5 with its config', files: t5Files },
  { name: 'vit with its config', files: vitFiles },
  one('a picture', () => picture('stripes.png', RGB)),
  recording('stored.npz'),
  recording('encoder-decoder.npz'),
  recording('some-layers.npz'),
  recording('float16.safetensors'),
  recording('plain.json'),
];

const BAD: readonly Opened[] = [
  one('a note', () => made('notes.txt', 'Nothing to see here.')),
  one('an empty model', () => made('model.onnx', '')),
  one('half a model', () => {
    const whole = picked(zooPath('gpt2/model.onnx'));
    return { ...whole, buffer: whole.buffer.subarray(0, whole.buffer.length / 2) };
  }),
  one('a run of another form', () => madeJson('run.json', { format: 'headlight-run/9' })),
  one('half an archive', () => {
    const whole = picked(recordedPath('stored.npz'));
    return { ...whole, buffer: whole.buffer.subarray(0, whole.buffer.length / 2) };
  }),
  recording('objects.npz'),
];

/** Everything that the monkey opens; folders of models get the model that comes with the page. */
export function openables(): readonly Opened[] {
  return [...GOOD, ...BAD, ...inFolder('recordings'), ...inFolder('graphs'), ...folders()];
}

function inFolder(kind: string): readonly Opened[] {
  const folder = join(OPENED, kind);
  return namesIn(folder).map((name) => one(`opened/${kind}/${name}`, () => picked(join(folder, name))));
}

function folders(): readonly Opened[] {
  const folder = join(OPENED, 'files');
  return namesIn(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .map((name) => ({ name: `opened/files/${name}`, files: () => withModel(join(folder, name)) }));
}

function withModel(folder: string): readonly Picked[] {
  const own = namesIn(folder).map((name) => picked(join(folder, name)));
  if (own.some(({ name }) => name.endsWith('.onnx'))) return own;
  const model = picked(modelPath('bookworm-gpt/onnx/model.onnx'));
  return [{ ...model, name: 'model.onnx' }, ...own];
}

/** Sorted, so that the same seed opens the same everywhere. */
function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

/** What is dropped on the page, as paths on this machine. */
export const DROPPED: Readonly<Record<string, readonly string[]>> = {
  'a model': [modelPath('bookworm-gpt/onnx/model.onnx')],
  'the folder of a model': [modelPath('bookworm-bert')],
  'a recording with its tokens': [recordedPath('cross.npy'), recordedPath('cross.tokens.json')],
  'a page': [resolve(import.meta.dirname, '../../../README.md')],
};
