import { isRecord } from '../isRecord.ts';
import { ATTENTION_KINDS } from '../tensor.ts';
import { cutNote, isEmptyNote, NOTE_KINDS } from './notes.ts';
import type { HeadNote } from './notes.ts';

/** Places of a layer and a head that a model may have. */
const MOST = 10_000;

/** A note of foreign hand, cut to what one may be; null for what is none or says nothing. */
export function readNote(value: unknown): HeadNote | null {
  if (!isRecord(value)) return null;
  const { layer, head, name = '', text = '' } = value;
  const stack = ATTENTION_KINDS.find((kind) => kind === value['stack']);
  const kind = NOTE_KINDS.find((one) => one === value['kind']) ?? null;
  if (stack === undefined || !isPlace(layer) || !isPlace(head)) return null;
  if (typeof name !== 'string' || typeof text !== 'string') return null;
  const note = cutNote({ stack, layer, head, name, kind, text });
  return isEmptyNote(note) ? null : note;
}

/** The notes of a file; what is none is left out, with a warning. */
export function readNotes(value: unknown, warnings: string[]): readonly HeadNote[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const notes = list.flatMap((one) => readNote(one) ?? []);
  const nLost = list.length - notes.length;
  if (nLost > 0)
    warnings.push(
      nLost === 1 ? 'A note is left out: it cannot be read.' : `${nLost} notes are left out: they cannot be read.`,
    );
  return notes;
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < MOST;
}
