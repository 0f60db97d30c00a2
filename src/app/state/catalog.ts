import { isRecord } from '../../core/isRecord.ts';
import type { HereSource } from '../../inference/protocol.ts';

/** One of the models that come with the app. */
export type CatalogModel = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly bytes: number;
  /** False for one that opens by its address alone. */
  readonly isListed: boolean;
  readonly source: HereSource;
};

/** Reads models/manifest.json. Throws TypeError if it is not of the form that scripts/manifest.ts writes. */
export function readCatalog(manifest: unknown, baseUrl: string): readonly CatalogModel[] {
  if (!isRecord(manifest) || !Array.isArray(manifest['models']))
    throw new TypeError('invalid manifest: it has no list "models"');
  return manifest['models'].map((entry: unknown) => readEntry(entry, baseUrl));
}

function readEntry(entry: unknown, baseUrl: string): CatalogModel {
  if (!isRecord(entry) || !isRecord(entry['dims']) || !Array.isArray(entry['files']))
    throw new TypeError('invalid manifest: an entry has no dims or files');
  const id = text(entry, 'id');
  const name = text(entry, 'name');
  const sizes: Record<string, number> = {};
  for (const file of entry['files'])
    if (isRecord(file) && file['served'] === true) sizes[text(file, 'path')] = count(file, 'bytes');
  return {
    id,
    name,
    description: text(entry, 'description'),
    nLayers: count(entry['dims'], 'nLayers'),
    nHeads: count(entry['dims'], 'nHeads'),
    bytes: Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0),
    isListed: entry['listed'] !== false,
    source: {
      from: 'here',
      id,
      name,
      base: `${baseUrl}models/${id}/`,
      graphs: graphsIn(sizes),
      precision: text(entry, 'precision'),
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

function text(record: Readonly<Record<string, unknown>>, key: string): string {
  const value = record[key];
  if (typeof value !== 'string') throw new TypeError(`invalid manifest: "${key}" is no text`);
  return value;
}

function count(record: Readonly<Record<string, unknown>>, key: string): number {
  const value = record[key];
  if (typeof value !== 'number') throw new TypeError(`invalid manifest: "${key}" is no number`);
  return value;
}
