import { refuse } from './arrays.ts';
import type { Arrays, ClosedArray, NumberArray, ReadTools, TextArray } from './arrays.ts';
import { MAX_TEXT_BYTES } from '../recorded/limits.ts';
import { readNpy } from './npy.ts';
import { MAX_HEADER, readNpyHeader } from './npyHeader.ts';
import { namesTokens } from '../recorded/tokenLists.ts';
import { readZipDirectory, readZipEntry, readZipStart } from './zip.ts';

/** Whether bytes begin as a zip archive does, which an .npz file is. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The arrays of an .npz file (np.savez, np.savez_compressed), named without ".npy", in the order of the file. Of numbers
 * only the header is unpacked, unless their name says that they are tokens.
 * Throws AppError 'bad-recording'.
 */
export async function readNpz(bytes: Uint8Array, name: string, tools: ReadTools): Promise<Arrays> {
  const directory = readZipDirectory(bytes, name);
  if (directory.some((entry) => entry.name.endsWith('data.pkl'))) {
    refuse(`${name} is a PyTorch file, a pickle that runs code when it is read; save it with np.savez instead`);
  }
  const entries = directory.filter((entry) => entry.name.endsWith('.npy'));
  if (entries.length === 0) refuse(`${name} is a zip without .npy files in it`);
  const numbers: ClosedArray[] = [];
  const ids: NumberArray[] = [];
  const texts: TextArray[] = [];
  const names = new Set<string>();
  for (const entry of entries) {
    const arrayName = entry.name.slice(0, -'.npy'.length);
    if (names.has(arrayName)) refuse(`${name} holds two arrays named ${arrayName}`);
    names.add(arrayName);
    // One after the other: unpacking all at once would hold every packed and unpacked array together.
    const { type, shape } = readNpyHeader(await readZipStart(bytes, entry, MAX_HEADER, tools), arrayName);
    const whole = async () => readNpy(await readZipEntry(bytes, entry, tools), arrayName);
    const isText = /^[US]/.test(type);
    if (!isText && !(shape.length <= 2 && namesTokens(arrayName))) {
      numbers.push({ name: arrayName, shape, open: async () => numbersOf(await whole(), arrayName) });
      continue;
    }
    if (entry.size > MAX_TEXT_BYTES)
      refuse(`${arrayName} unpacks to ${entry.size} bytes; ${MAX_TEXT_BYTES} is the limit of tokens`);
    const array = await whole();
    if ('texts' in array) texts.push(array);
    else ids.push(array);
  }
  return { numbers, ids, texts };
}

function numbersOf(array: NumberArray | TextArray, name: string): NumberArray {
  return 'texts' in array ? refuse(`${name} holds texts, not numbers`) : array;
}
