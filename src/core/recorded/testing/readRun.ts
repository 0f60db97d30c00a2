import { readRecorded } from '../recordedRun.ts';
import { READ_TOOLS } from './readTools.ts';
import { utf8 } from './writers.ts';

/** Reads files by their names; what is not bytes is written as JSON. */
export const read = (files: Readonly<Record<string, Uint8Array | object>>) =>
  readRecorded(
    Object.entries(files).map(([name, content]) => ({
      name,
      bytes: content instanceof Uint8Array ? content : utf8(JSON.stringify(content)),
    })),
    READ_TOOLS,
  );
