import type { Slices } from '../slices.ts';
import { opened, refuse, stemOf } from '../files/arrays.ts';
import type { Arrays, ClosedArray, NumberArray, ReadTools } from '../files/arrays.ts';
import { base64Numbers } from '../files/base64Numbers.ts';
import { nestedNumbers, parseJsonInSlices } from '../files/json.ts';
import { isRecord } from '../isRecord.ts';
import { readNpy } from '../files/npy.ts';
import { isNpy } from '../files/npyHeader.ts';
import { isZip, readNpz } from '../files/npz.ts';
import { isRunFile, readRunFile } from './runFile.ts';
import type { RunFile } from './runFile.ts';
import { isSafetensors, readSafetensors } from '../files/safetensors.ts';
import { namesTokens, tokenListOf, tokenListsInNotes, tokenListsOf } from './tokenLists.ts';
import type { TokenList } from './tokenLists.ts';

/** A file as it was dropped. */
export type DroppedFile = { readonly name: string; readonly bytes: Uint8Array };

/** What one dropped file gave. */
export type FileContents = {
  readonly arrays: readonly ClosedArray[];
  readonly lists: readonly TokenList[];
  readonly modelName: string | null;
  readonly run: RunFile | null;
};

/**
 * The arrays and token lists of a dropped file; its first bytes decide what it is, not its name.
 * Throws AppError 'bad-recording'.
 */
export async function readFile({ name, bytes }: DroppedFile, tools: ReadTools): Promise<FileContents> {
  if (isNpy(bytes)) {
    const array = readNpy(bytes, stemOf(name));
    return contentsOf('texts' in array ? { numbers: [], ids: [], texts: [array] } : arraysOf([array]));
  }
  if (isZip(bytes)) return contentsOf(await readNpz(bytes, name, tools));
  if (isSafetensors(bytes) || /\.safetensors$/i.test(name)) {
    const { numbers, metadata } = readSafetensors(bytes, name);
    const { arrays, lists } = contentsOf(arraysOf(numbers));
    const modelName = metadata['model'] ?? null;
    return { arrays, lists: [...tokenListsInNotes(metadata), ...lists], modelName, run: null };
  }
  if (beginsAsJson(bytes)) return tools.work(readJson(bytes, name));
  if (bytes[0] === 0x80 && (bytes[1] ?? 0) <= 5) {
    refuse(`${name} is a Python pickle, which runs code when it is read; save with np.savez instead`);
  }
  return refuse(`${name} is no .npy, .npz, .safetensors or JSON file`);
}

/** Numbers that need no unpacking; those of tokens are told by their names. */
function arraysOf(arrays: readonly NumberArray[]): Arrays {
  const isIds = ({ name, shape }: NumberArray): boolean => shape.length <= 2 && namesTokens(name);
  return { numbers: arrays.filter((array) => !isIds(array)).map(opened), ids: arrays.filter(isIds), texts: [] };
}

function contentsOf(arrays: Arrays): FileContents {
  const model = arrays.texts.find(({ name, texts }) => /^model(_?name|_?id)?$/i.test(name) && texts.length === 1);
  const texts = arrays.texts.filter((text) => text !== model);
  const lists = tokenListsOf(arrays.ids, texts);
  return { arrays: arrays.numbers, lists, modelName: model?.texts[0] ?? null, run: null };
}

function beginsAsJson(bytes: Uint8Array): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === 0x20 || (bytes[at]! >= 9 && bytes[at]! <= 13)) at += 1;
  return bytes[at] === 0x7b || bytes[at] === 0x5b;
}

function* readJson(bytes: Uint8Array, name: string): Slices<FileContents> {
  const value = yield* parseJsonInSlices(bytes, name);
  if (isRunFile(value)) {
    const run = yield* readRunFile(value, name);
    return { arrays: [], lists: [], modelName: run.modelName, run };
  }
  const entries = isRecord(value) ? Object.entries(value) : [[stemOf(name), value] as const];
  const arrays: ClosedArray[] = [];
  const lists: TokenList[] = [];
  for (const [key, item] of entries) {
    const array = arrayOf(withDims(item, value), key);
    if (array) arrays.push(opened(array));
    const list = array === null && (namesTokens(key) || !isRecord(value)) ? tokenListOf(key, item) : null;
    if (list) lists.push(list);
  }
  const model = isRecord(value) ? (value['model'] ?? value['model_name'] ?? value['_name_or_path']) : null;
  return { arrays, lists, modelName: typeof model === 'string' ? model : null, run: null };
}

/** A batch of token ids is nested too, but no attention. */
function arrayOf(item: unknown, key: string): NumberArray | null {
  const array = base64Numbers(item, key) ?? nestedNumbers(item, key);
  if (array === null || array.shape.length > 2) return array;
  if (array.shape.length !== 2 || namesTokens(key)) return null;
  const areIds = array.shape[0] === 1 && array.read().every(Number.isInteger);
  return areIds ? null : array;
}

/** `"attention": "base64..."` may have its dims beside it. */
function withDims(item: unknown, whole: unknown): unknown {
  if (typeof item !== 'string' || !isRecord(whole) || !Array.isArray(whole['dims'] ?? whole['shape'])) return item;
  return { data: item, dims: whole['dims'] ?? whole['shape'], encoding: whole['encoding'] };
}
