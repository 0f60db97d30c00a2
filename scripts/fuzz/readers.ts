import { MODEL_READERS } from './modelReaders.ts';
import { NOTES_READER } from './notesReader.ts';
import { RECORDING_READERS } from './recordingReaders.ts';
import type { Reader } from './reader.ts';

/** Every reader of what is foreign. */
export const READERS: readonly Reader[] = [...MODEL_READERS, ...RECORDING_READERS, NOTES_READER];
