import { finish } from '../slices.ts';
import type { Slices } from '../slices.ts';
import { countElements, makeDoubles, refuse } from './arrays.ts';
import type { NumberArray, Numbers } from './arrays.ts';
import { decodeUtf8InSlices } from './utf8.ts';

/** Engines hold texts of about 2^29 letters. */
const MAX_JSON = 500_000_000;

/** Attention has five axes at most. */
const MAX_DEPTH = 5;

/** The value of JSON bytes. Throws AppError 'bad-recording'. */
export function parseJson(bytes: Uint8Array, where: string): unknown {
  return finish(parseJsonInSlices(bytes, where));
}

/** The same in slices; the last takes as long as the engine takes to parse the whole. */
export function* parseJsonInSlices(bytes: Uint8Array, where: string): Slices<unknown> {
  if (bytes.length > MAX_JSON) refuse(`${where} is JSON of ${bytes.length} bytes; save large arrays with np.savez`);
  return parseJsonText(yield* decodeUtf8InSlices(bytes), where);
}

/** The value of JSON text. Throws AppError 'bad-recording', also for nesting that is too deep for the engine. */
export function parseJsonText(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    return refuse(`${where} is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

/**
 * Nested lists of numbers as one array, or null for a value that is none.
 * Throws AppError 'bad-recording' for lists of unequal lengths and for more than five levels.
 */
export function nestedNumbers(value: unknown, name: string): NumberArray | null {
  const shape: number[] = [];
  let inner: unknown = value;
  while (Array.isArray(inner)) {
    if (shape.length === MAX_DEPTH) refuse(`${name} is nested more than ${MAX_DEPTH} lists deep`);
    shape.push(inner.length);
    inner = inner[0] as unknown;
  }
  if (shape.length < 2 || typeof inner !== 'number') return null;
  checkLists(value, shape, 0, name);
  let flat: Numbers | null = null;
  return { name, shape, read: (start, end) => (flat ??= flatten(value, shape, name)).subarray(start, end) };
}

/** Lengths are compared everywhere before anything is allocated: one long list must not claim room for all the short ones. */
function checkLists(value: unknown, shape: readonly number[], depth: number, name: string): void {
  if (depth === shape.length) return;
  if (!Array.isArray(value) || value.length !== shape[depth]) {
    refuse(
      `${name} has lists of different lengths; every row needs one number for each key (of a text that generate() wrote, feed the finished text through the model once more)`,
    );
  }
  if (depth < shape.length - 1) for (const item of value) checkLists(item, shape, depth + 1, name);
}

function flatten(value: unknown, shape: readonly number[], name: string): Numbers {
  const numbers = makeDoubles(countElements(shape, name));
  let at = 0;
  const visit = (item: unknown, depth: number): void => {
    if (depth < shape.length && Array.isArray(item)) for (const inner of item) visit(inner, depth + 1);
    else if (depth === shape.length && typeof item === 'number') numbers[at++] = item;
    else refuse(`${name} holds something else where a number is expected`);
  };
  visit(value, 0);
  return numbers;
}
