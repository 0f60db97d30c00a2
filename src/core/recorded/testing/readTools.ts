import { constants, inflateRawSync } from 'node:zlib';
import { atOnce } from '../../slices.ts';
import type { ReadTools } from '../../files/arrays.ts';

/** What the readers ask of the platform, as Node has it. */
export const READ_TOOLS: ReadTools = {
  inflate: async (bytes, size) => inflateRawSync(bytes, { maxOutputLength: size }),
  // Of bytes that are cut, the flush gives what they unpack to.
  inflateStart: async (bytes, nBytes) =>
    inflateRawSync(bytes.subarray(0, 4096 + nBytes), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, nBytes),
  work: atOnce,
};
