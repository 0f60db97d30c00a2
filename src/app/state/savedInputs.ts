import type { AskedInput } from '../../core/inputUses.ts';
import { isRecord } from '../../core/isRecord.ts';
import { keep, readKept } from './kept.ts';
import type { KeptIn } from './kept.ts';
import { isOpened } from './modelAddress.ts';

const KEY = 'headlight:inputs';
const MOST = 100;

/** What was said of a model's inputs in this browser, as `writeInputUses` writes it; null where nothing was. */
export function savedInputs(modelId: string, asked: readonly AskedInput[], storage: KeptIn): string | null {
  return all(storage).get(nameOf(modelId, asked)) ?? null;
}

/** Keeps it, or with null nothing; where the browser keeps nothing the link alone has it. */
export function keepInputs(
  modelId: string,
  asked: readonly AskedInput[],
  written: string | null,
  storage: KeptIn,
): void {
  const saved = all(storage);
  const name = nameOf(modelId, asked);
  // The newest last: the oldest go first.
  saved.delete(name);
  if (written !== null) saved.set(name, written);
  keep(KEY, Object.fromEntries([...saved].slice(-MOST)), storage);
}

/** A model by what asks: a file has a new id each time it is opened, so that its name and what its inputs are stand for it. */
function nameOf(modelId: string, asked: readonly AskedInput[]): string {
  const model = isOpened(modelId) ? modelId.slice(modelId.indexOf(' ') + 1) : modelId;
  return [model, ...asked.map(({ name, shape }) => `${name} ${shape}`)].join('; ');
}

function all(storage: KeptIn): Map<string, string> {
  const found = readKept(KEY, storage);
  if (!isRecord(found)) return new Map();
  return new Map(Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
