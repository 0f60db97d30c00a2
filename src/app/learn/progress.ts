import { isRecord } from '../../core/isRecord.ts';
import { keep, readKept } from '../state/kept.ts';
import type { KeptIn } from '../state/kept.ts';

const KEY = 'headlight:lessons';

/** How far each lesson has been read: its furthest page, from 1. */
type Progress = Readonly<Record<string, number>>;

/** None where storage is blocked or holds something else. */
export function readProgress(storage: KeptIn): Progress {
  const found = readKept(KEY, storage);
  if (!isRecord(found)) return {};
  return Object.fromEntries(
    Object.entries(found).flatMap(([id, page]) => (typeof page === 'number' && page >= 1 ? [[id, page]] : [])),
  );
}

/** Notes that a page has been read. Where the browser keeps nothing, the list shows no progress: nothing else is lost. */
export function noteProgress(id: string, page: number, storage: KeptIn): void {
  const before = readProgress(storage);
  if ((Object.hasOwn(before, id) ? (before[id] ?? 0) : 0) >= page) return;
  keep(KEY, { ...before, [id]: page }, storage);
}
