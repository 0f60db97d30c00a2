import { AppError } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { GraphFile, ModelFiles } from './modelFiles.ts';
import type { GraphPath } from './offeredGraphs.ts';
import { externalLocations } from './externalData.ts';
import { mapRuntimeError } from '../errors.ts';
import { parseJson } from './parseJson.ts';

export type JsonName = (typeof JSON_NAMES)[number] | (typeof PART_NAMES)[number] | (typeof SPIECE_NAMES)[number];

/** File names of the JSON that Hugging Face models come with, and of what tokenizers are made of, which may be text or a SentencePiece model. */
export const JSON_FILES: Readonly<Record<JsonName, string>> = {
  config: 'config.json',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  preprocessorConfig: 'preprocessor_config.json',
  generationConfig: 'generation_config.json',
  vocab: 'vocab.json',
  merges: 'merges.txt',
  addedTokens: 'added_tokens.json',
  specialTokens: 'special_tokens_map.json',
  vocabText: 'vocab.txt',
  spiece: 'spiece.model',
  spieceBpe: 'sentencepiece.bpe.model',
  spiecePlain: 'tokenizer.model',
  spieceSpm: 'spm.model',
};

export const JSON_NAMES = ['config', 'tokenizer', 'tokenizerConfig', 'preprocessorConfig', 'generationConfig'] as const;

/** What a tokenizer is made of where there is no tokenizer.json. */
const PART_NAMES = ['vocab', 'merges', 'addedTokens', 'specialTokens', 'vocabText'] as const;

/** SentencePiece models, by the names that families give them. */
const SPIECE_NAMES = ['spiece', 'spieceBpe', 'spiecePlain', 'spieceSpm'] as const;

/** Which files make up a model. */
export type Plan = {
  readonly graphs: readonly GraphPath[];
  readonly precision: string | null;
  /** As `ModelFiles` has it. */
  readonly offered?: readonly string[];
  readonly jsons: readonly {
    readonly name: JsonName;
    readonly path: string;
    /** Whether the model opens without it, should it not be there. */
    readonly isOptional: boolean;
  }[];
};

/**
 * The JSON of a plan, as `find` knows its paths: parts of a tokenizer only where there is no whole one.
 * `isOptional` as in a plan: nobody knows whether the files are there.
 */
export function jsonsOf(find: (name: JsonName) => string | null, isOptional: boolean): Plan['jsons'] {
  const isThere = (...names: readonly JsonName[]): boolean => names.every((name) => find(name) !== null);
  const hasParts =
    isThere('vocab', 'merges') || (['vocabText', ...SPIECE_NAMES] as const).some((name) => isThere(name));
  const names =
    isOptional || (!isThere('tokenizer') && hasParts) ? [...JSON_NAMES, ...PART_NAMES, ...SPIECE_NAMES] : JSON_NAMES;
  return names.flatMap((name) => {
    const path = find(name);
    return path === null ? [] : [{ name, path, isOptional }];
  });
}

/** Where the files of a plan come from. */
type FileReader = {
  /** Throws AppError 'model-not-found' for a file that is not there. */
  readonly read: (path: string) => Promise<Uint8Array>;
  /** As `read`, for weights beside a graph, which nobody needs as a whole; without it they are read as all else. */
  readonly readData?: (path: string) => Promise<Uint8Array>;
  /** Path of the external data that a graph names. Throws AppError for what is not there or may not be read. */
  locate(graphPath: string, location: string): Promise<string>;
  /** What JSON that cannot be parsed means. */
  readonly brokenJson: ErrorCode;
};

/** Reads the files of a plan side by side, and then the external data that its graphs name. Throws what the reader throws. */
export async function assemble(plan: Plan, reader: FileReader): Promise<ModelFiles> {
  const bytesOf = new Map<string, number>();
  const read = async (path: string, by = reader.read): Promise<Uint8Array> => {
    const bytes = await by(path);
    bytesOf.set(path, bytes.length);
    return bytes;
  };

  async function readGraph({ role, path }: GraphPath): Promise<GraphFile> {
    const onnx = await read(path);
    const externalData = [];
    for (const location of externalLocations(onnx)) {
      externalData.push({ path: location, data: await read(await reader.locate(path, location), reader.readData) });
    }
    return { role, path, onnx, externalData };
  }

  async function readJson(name: JsonName): Promise<unknown> {
    const planned = plan.jsons.find((json) => json.name === name);
    if (!planned) return null;
    try {
      const bytes = await read(planned.path);
      if (isOneOf(SPIECE_NAMES, name)) return bytes;
      if (name === 'merges' || name === 'vocabText') return new TextDecoder().decode(bytes);
      return parseJson(planned.path, bytes, reader.brokenJson);
    } catch (error) {
      const isMissing = error instanceof AppError && error.code === 'model-not-found';
      if (planned.isOptional && isMissing) return null;
      throw error;
    }
  }

  async function readJsons() {
    const jsons = await Promise.all(JSON_NAMES.map(readJson));
    const [config, tokenizer, tokenizerConfig, preprocessorConfig, generationConfig] = jsons;
    const whole = { config: config ?? {}, tokenizer, tokenizerConfig, preprocessorConfig, generationConfig };
    if (tokenizer !== null) return whole;
    const [vocab, merges, addedTokens, specialTokens, vocabText] = await Promise.all(PART_NAMES.map(readJson));
    if (vocab !== null && typeof merges === 'string') {
      return { ...whole, tokenizerParts: { vocab, merges, addedTokens, specialTokens, tokenizerConfig, config } };
    }
    const [spiece] = (await Promise.all(SPIECE_NAMES.map(readJson))).filter((bytes) => bytes instanceof Uint8Array);
    if (typeof vocabText !== 'string' && spiece === undefined) return whole;
    const { otherTokenizer } = await import('../tokenizer/otherTokenizer.ts').catch((error: unknown) => {
      throw mapRuntimeError(error, 'runtime-unfetched');
    });
    return { ...whole, tokenizer: otherTokenizer({ spiece, vocabText, tokenizerConfig, config }) };
  }

  // Small files first: where a host is asked for one file before the others, it is one of them.
  const [jsons, graphs] = await Promise.all([readJsons(), Promise.all(plan.graphs.map(readGraph))]);
  const sizes = [...bytesOf].map(([path, bytes]) => ({ path, bytes })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return {
    ...jsons,
    graphs,
    precision: plan.precision,
    ...(plan.offered && plan.offered.length > 1 && { offered: plan.offered }),
    sizes,
  };
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return names.some((each) => each === name);
}
