import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createTokenizer } from '../tokenizer.ts';
import type { ModelTokenizer } from '../tokenizer.ts';

export type BookwormId = 'bookworm-gpt' | 'bookworm-bert';
export type GoldenCase = {
  readonly text: string;
  readonly pair: string | null;
  readonly ids: readonly number[];
  readonly typeIds: readonly number[];
  readonly spans: readonly (readonly [number, number])[];
};

/** The files of a model that the tokenizer needs, as parsed JSON. */
export function readTokenizerFiles(id: BookwormId): { readonly json: object; readonly config: object } {
  return { json: readJson(`models/${id}/tokenizer.json`), config: readJson(`models/${id}/tokenizer_config.json`) };
}

export function openBookworm(id: BookwormId): ModelTokenizer {
  const { json, config } = readTokenizerFiles(id);
  return createTokenizer(json, config);
}

/** Ids, type ids and spans from scripts/golden/tokens.py, an encoder that shares no code with ours or the library's. */
export function readGolden(id: BookwormId): readonly GoldenCase[] {
  const cases: unknown = readJson(`src/inference/tokenizer/fixtures/tokens-${id}.json`);
  if (!Array.isArray(cases) || !cases.every(isGoldenCase)) throw new TypeError(`the golden file of ${id} is broken`);
  return cases;
}

function isGoldenCase(value: unknown): value is GoldenCase {
  return typeof value === 'object' && value !== null && 'ids' in value && 'typeIds' in value && 'spans' in value;
}

function readJson(path: string): object {
  const value: unknown = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../..', path), 'utf8'));
  if (typeof value !== 'object' || value === null) throw new TypeError(`${path} holds no object`);
  return value;
}
