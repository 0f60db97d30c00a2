import { isRecord } from '../../core/isRecord.ts';
import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { ModelInput } from '../../core/modelInputs.ts';
import type { HereSource } from '../../inference/protocol.ts';
import type { CatalogModel } from '../state/catalog.ts';

/** Reads models/manifest.json. Throws TypeError if it is not of the form that scripts/manifest.ts writes. */
export function readCatalog(manifest: unknown, baseUrl: string): readonly CatalogModel[] {
  if (!isRecord(manifest) || !Array.isArray(manifest['models']))
    throw new TypeError('invalid manifest: it has no list "models"');
  return manifest['models'].map((entry: unknown) => readEntry(entry, baseUrl));
}

function readEntry(entry: unknown, baseUrl: string): CatalogModel {
  if (!isRecord(entry) || !isRecord(entry['dims']) || !Array.isArray(entry['files']))
    throw new TypeError('invalid manifest: an entry has no dims or files');
  const id = textIn(entry, 'id');
  const name = textIn(entry, 'name');
  const sizes: Record<string, number> = {};
  for (const file of entry['files'])
    if (isRecord(file) && file['served'] === true) sizes[textIn(file, 'path')] = count(file, 'bytes');
  const heldOut = heldOutOf(entry, baseUrl);
  const trainedUrl = urlOf(entry, 'trainedHeads', baseUrl);
  const momentsUrl = urlOf(entry, 'moments', baseUrl);
  const base = `${baseUrl}models/${id}/`;
  // What a page fetches when it is looked at is not fetched with the model.
  const atFirst = Object.entries(sizes).filter(
    ([path]) => ![trainedUrl, momentsUrl, heldOut?.url].includes(base + path),
  );
  return {
    id,
    name,
    description: textIn(entry, 'description'),
    nLayers: count(entry['dims'], 'nLayers'),
    nHeads: count(entry['dims'], 'nHeads'),
    bytes: atFirst.reduce((sum, [, bytes]) => sum + bytes, 0),
    takes: takesOf(entry),
    firstText: maybeText(entry, 'firstText'),
    examples: textsIn(entry, 'examples'),
    samplesUrl: urlOf(entry, 'samples', baseUrl),
    trainedUrl,
    momentsUrl,
    heldOut,
    isListed: entry['listed'] !== false,
    source: {
      from: 'here',
      id,
      name,
      base,
      graphs: graphsIn(sizes),
      precision: textIn(entry, 'precision'),
      sizes,
    },
  };
}

const WHOLE = [{ role: 'whole', path: 'onnx/model.onnx' }] as const;
const PAIR = [
  { role: 'encoder', path: 'onnx/encoder_model.onnx' },
  { role: 'decoder', path: 'onnx/decoder_model.onnx' },
] as const;

function graphsIn(sizes: Readonly<Record<string, number>>): HereSource['graphs'] {
  return PAIR.every(({ path }) => sizes[path] !== undefined) ? PAIR : WHOLE;
}

function takesOf(entry: Readonly<Record<string, unknown>>): ModelInput {
  const { takes } = entry;
  const isKind = (name: unknown): name is ModelInput => typeof name === 'string' && Object.hasOwn(MODEL_INPUTS, name);
  if (!isKind(takes)) throw new TypeError(`invalid manifest: "takes" is ${String(takes)}`);
  return takes;
}

function heldOutOf(entry: Readonly<Record<string, unknown>>, baseUrl: string): CatalogModel['heldOut'] {
  const { heldOut } = entry;
  return isRecord(heldOut)
    ? { url: `${baseUrl}models/${textIn(heldOut, 'path')}`, n: count(heldOut, 'pictures') }
    : null;
}

/** The address of a file that the manifest names by its path among the models. */
function urlOf(entry: Readonly<Record<string, unknown>>, key: string, baseUrl: string): string | null {
  const path = maybeText(entry, key);
  return path === null ? null : `${baseUrl}models/${path}`;
}

function maybeText(record: Readonly<Record<string, unknown>>, key: string): string | null {
  return record[key] === undefined ? null : textIn(record, key);
}

function textsIn(record: Readonly<Record<string, unknown>>, key: string): readonly string[] {
  const texts = record[key] ?? [];
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string'))
    throw new TypeError(`invalid manifest: "${key}" is no list of texts`);
  return texts;
}

function textIn(record: Readonly<Record<string, unknown>>, key: string): string {
  const value = record[key];
  if (typeof value !== 'string') throw new TypeError(`invalid manifest: "${key}" is no text`);
  return value;
}

function count(record: Readonly<Record<string, unknown>>, key: string): number {
  const value = record[key];
  if (typeof value !== 'number') throw new TypeError(`invalid manifest: "${key}" is no number`);
  return value;
}
