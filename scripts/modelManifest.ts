import { isRecord } from '../src/core/isRecord.ts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from './listFiles.ts';

/** One file of a model folder; `path` is relative to that folder, with "/" between its parts. */
export type ManifestFile = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** True where the page fetches it; the other files are for checks and for other programs. */
  readonly served: boolean;
};

export type ManifestModel = {
  readonly id: string;
  readonly name: string;
  /** `model_type` of the model's config.json. */
  readonly type: string;
  /** What it is run on: text, image, text-to-text. */
  readonly takes: string;
  readonly description: string;
  /** What the page gives it to read first, where that is not the sentence that all begin with. */
  readonly firstText?: string;
  /** Texts that it offers to try, where the sentences that come with the page are none for it. */
  readonly examples?: readonly string[];
  /** Among the models: pictures or sounds to begin with, a comparison with models of more and fewer heads, and what moments of its training came to. */
  readonly samples?: string;
  readonly trainedHeads?: string;
  readonly moments?: string;
  /** Pictures with their classes that heads are measured on, none of which the model was trained on, and how many there are. */
  readonly heldOut?: { readonly path: string; readonly pictures: number };
  readonly isCausal: boolean;
  /** Whether the page offers it among its models; one that is not opens by its address (`?model=`). */
  readonly listed: boolean;
  readonly dims: {
    readonly nLayers: number;
    readonly nHeads: number;
    readonly dModel: number;
    readonly dHead: number;
    /** Classes, where pictures are what is told apart. */
    readonly nVocab: number;
    readonly maxTokens: number;
  };
  /** What the numbers are computed in, in the Hub's words: fp32, fp16, q8. */
  readonly precision: string;
  /** What the weights are stored in. */
  readonly weights: string;
  readonly licence: string;
  readonly madeBy: string;
  readonly how: string;
  readonly files: readonly ManifestFile[];
};

export type Manifest = { readonly format: 1; readonly models: readonly ManifestModel[] };

/** Files beside a model that are prose about it, not part of it. */
const PROSE = new Set(['README.md']);

/** What the page needs to run a model; a file met for the first time is served if its path matches. */
const SERVED =
  /^((config|tokenizer|tokenizer_config|preprocessor_config|generation_config|samples|heads|moments|held-out-pictures)\.json|samples\/[^/]+\.wav|head_means\.safetensors|onnx\/[^/]+\.onnx)$/;

export function readManifest(modelsDir: string): Manifest {
  const value: unknown = JSON.parse(readFileSync(join(modelsDir, 'manifest.json'), 'utf8'));
  if (!isManifest(value)) throw new TypeError(`not a model manifest of format 1: ${modelsDir}/manifest.json`);
  return value;
}

/** The files of a model as they are on disk, sorted by path; `known` decides which of them are served. */
export function measureFiles(modelDir: string, known: readonly ManifestFile[]): ManifestFile[] {
  const servedBefore = new Map(known.map((file) => [file.path, file.served]));
  return listFiles(modelDir)
    .filter((path) => !PROSE.has(path))
    .map((path) => {
      const content = readFileSync(join(modelDir, path));
      return {
        path,
        bytes: content.byteLength,
        sha256: createHash('sha256').update(content).digest('hex'),
        served: servedBefore.get(path) ?? SERVED.test(path),
      };
    });
}

/** Every way in which the folder and its manifest disagree, in words; empty if they agree. */
export function findDifferences(modelsDir: string, manifest: Manifest): string[] {
  return manifest.models.flatMap((model) => {
    const actual = new Map(measureFiles(join(modelsDir, model.id), model.files).map((file) => [file.path, file]));
    const differences: string[] = [];
    for (const listed of model.files) {
      const found = actual.get(listed.path);
      const where = `${model.id}/${listed.path}`;
      actual.delete(listed.path);
      if (!found) differences.push(`${where}: listed but missing`);
      else if (found.bytes !== listed.bytes) differences.push(`${where}: ${found.bytes} bytes, listed ${listed.bytes}`);
      else if (found.sha256 !== listed.sha256) differences.push(`${where}: sha256 ${found.sha256} is not as listed`);
    }
    return [...differences, ...[...actual.keys()].map((path) => `${model.id}/${path}: not listed`)];
  });
}

function isManifest(value: unknown): value is Manifest {
  return isRecord(value) && value.format === 1 && Array.isArray(value.models) && value.models.every(isModel);
}

function isModel(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.dims) || !Array.isArray(value.files)) return false;
  const { dims } = value;
  const words = ['id', 'name', 'type', 'takes', 'description', 'precision', 'weights', 'licence', 'madeBy', 'how'];
  const counts = ['nLayers', 'nHeads', 'dModel', 'dHead', 'nVocab', 'maxTokens'];
  return (
    words.every((key) => typeof value[key] === 'string') &&
    typeof value.isCausal === 'boolean' &&
    typeof value.listed === 'boolean' &&
    counts.every((key) => Number.isInteger(dims[key])) &&
    value.files.every(isFile)
  );
}

function isFile(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.path === 'string' &&
    Number.isInteger(value.bytes) &&
    typeof value.sha256 === 'string' &&
    typeof value.served === 'boolean'
  );
}
