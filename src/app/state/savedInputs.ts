import type { AskedInput } from '../../core/inputUses.ts';
import { isRecord } from '../../core/isRecord.ts';
import { isOpened } from './modelAddress.ts';

const KEY = 'headlight:inputs';
const MOST = 100;

/** The part of Storage that is used; reading `window.localStorage` itself throws where storage is blocked. */
type InputStorage = { getItem(key: string): string | null; setItem(key: string, value: string): void };

/** What was said of a model's inputs in this browser, as `writeInputUses` writes it; null where nothing was. */
export function savedInputs(modelId: string, asked: readonly AskedInput[], storage: () => InputStorage): string | null {
  return all(storage).get(nameOf(modelId, asked)) ?? null;
}

/** Keeps it, or with null nothing; where the browser keeps nothing it holds as long as the model is open. */
export function keepInputs(
  modelId: string,
  asked: readonly AskedInput[],
  written: string | null,
  storage: () => InputStorage,
): void {
  const saved = all(storage);
  const name = nameOf(modelId, asked);
  // The newest last: the oldest go first.
  saved.delete(name);
  if (written !== null) saved.set(name, written);
  try {
    storage().setItem(KEY, JSON.stringify(Object.fromEntries([...saved].slice(-MOST))));
  } catch {
    // Then the link alone has it.
  }
}

/** A model by what asks: a file has a new id each time it is opened, so that its name and what its inputs are stand for it. */
function nameOf(modelId: string, asked: readonly AskedInput[]): string {
  const model = isOpened(modelId) ? modelId.slice(modelId.indexOf(' ') + 1) : modelId;
  return [model, ...asked.map(({ name, shape }) => `${name} ${shape}`)].join('; ');
}

function all(storage: () => InputStorage): Map<string, string> {
  try {
    const found: unknown = JSON.parse(storage().getItem(KEY) ?? '{}');
    if (!isRecord(found)) return new Map();
    return new Map(Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    // Blocked storage, or text that is no JSON: nothing was said.
    return new Map();
  }
}
