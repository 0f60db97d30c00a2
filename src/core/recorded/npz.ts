import type { Work } from '../slices.ts';
import { refuse } from './arrays.ts';
import type { Arrays, NumberArray, TextArray } from './arrays.ts';
import { readNpy } from './npy.ts';
import { readZipDirectory, readZipEntry } from './zip.ts';
import type { Inflate } from './zip.ts';

/** Whether bytes begin as a zip archive does, which an .npz file is. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The arrays of an .npz file (np.savez, np.savez_compressed), named without ".npy", in the order of the file.
 * Throws AppError 'bad-recording'.
 */
export async function readNpz(bytes: Uint8Array, name: string, inflate: Inflate, work: Work): Promise<Arrays> {
  const directory = readZipDirectory(bytes, name);
  if (directory.some((entry) => entry.name.endsWith('data.pkl'))) {
    refuse(`${name} is a PyTorch file, a pickle that runs code when it is read; save it with np.savez instead`);
  }
  const entries = directory.filter((entry) => entry.name.endsWith('.npy'));
  if (entries.length === 0) refuse(`${name} is a zip without .npy files in it`);
  const numbers: NumberArray[] = [];
  const texts: TextArray[] = [];
  const names = new Set<string>();
  for (const entry of entries) {
    const arrayName = entry.name.slice(0, -'.npy'.length);
    if (names.has(arrayName)) refuse(`${name} holds two arrays named ${arrayName}`);
    names.add(arrayName);
    // One after the other: unpacking all at once would hold every packed and unpacked array together.
    // oxlint-disable-next-line no-await-in-loop
    const array = readNpy(await readZipEntry(bytes, entry, inflate, work), arrayName);
    if ('texts' in array) texts.push(array);
    else numbers.push(array);
  }
  return { numbers, texts };
}
