import { AppError } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { GraphFile, ModelFiles } from '../modelFiles.ts';
import type { GraphPath } from './chooseGraphs.ts';
import { externalLocations } from './externalData.ts';
import { parseJson } from './parseJson.ts';

export type JsonName = 'config' | 'tokenizer' | 'tokenizerConfig' | 'preprocessorConfig' | 'generationConfig';

/** File names of the JSON that Hugging Face models come with. */
export const JSON_FILES: Readonly<Record<JsonName, string>> = {
  config: 'config.json',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  preprocessorConfig: 'preprocessor_config.json',
  generationConfig: 'generation_config.json',
};

export const JSON_NAMES = ['config', 'tokenizer', 'tokenizerConfig', 'preprocessorConfig', 'generationConfig'] as const;

/** Which files make up a model. */
export type Plan = {
  readonly graphs: readonly GraphPath[];
  readonly precision: string | null;
  readonly jsons: readonly {
    readonly name: JsonName;
    readonly path: string;
    /** Whether the model opens without it, should it not be there. */
    readonly isOptional: boolean;
  }[];
};

/** Where the files of a plan come from. */
export type FileReader = {
  /** Throws AppError 'model-not-found' for a file that is not there. */
  read(path: string): Promise<Uint8Array>;
  /** Path of the external data that a graph names. Throws AppError for what is not there or may not be read. */
  locate(graphPath: string, location: string): Promise<string>;
  /** What JSON that cannot be parsed means. */
  readonly brokenJson: ErrorCode;
};

/** Reads the files of a plan side by side, and then the external data that its graphs name. Throws what the reader throws. */
export async function assemble(plan: Plan, reader: FileReader): Promise<ModelFiles> {
  const bytesOf = new Map<string, number>();
  const read = async (path: string): Promise<Uint8Array> => {
    const bytes = await reader.read(path);
    bytesOf.set(path, bytes.length);
    return bytes;
  };

  async function readGraph({ role, path }: GraphPath): Promise<GraphFile> {
    const onnx = await read(path);
    const externalData = [];
    for (const location of externalLocations(onnx)) {
      externalData.push({ path: location, data: await read(await reader.locate(path, location)) });
    }
    return { role, path, onnx, externalData };
  }

  async function readJson(name: JsonName): Promise<unknown> {
    const planned = plan.jsons.find((json) => json.name === name);
    if (!planned) return null;
    try {
      return parseJson(planned.path, await read(planned.path), reader.brokenJson);
    } catch (error) {
      const isMissing = error instanceof AppError && error.code === 'model-not-found';
      if (planned.isOptional && isMissing) return null;
      throw error;
    }
  }

  const [graphs, jsons] = await Promise.all([
    Promise.all(plan.graphs.map(readGraph)),
    Promise.all(JSON_NAMES.map(readJson)),
  ]);
  const [config, tokenizer, tokenizerConfig, preprocessorConfig, generationConfig] = jsons;
  const sizes = [...bytesOf].map(([path, bytes]) => ({ path, bytes })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return {
    config: config ?? {},
    tokenizer,
    tokenizerConfig,
    preprocessorConfig,
    generationConfig,
    graphs,
    precision: plan.precision,
    sizes,
  };
}
