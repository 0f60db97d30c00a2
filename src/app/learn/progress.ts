import { isRecord } from '../../core/isRecord.ts';

const KEY = 'headlight:lessons';

/** The part of Storage that is used; reading `window.localStorage` itself throws where storage is blocked. */
type LessonStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** How far each lesson has been read: its furthest page, from 1. */
type Progress = Readonly<Record<string, number>>;

/** None where storage is blocked or holds something else. */
export function readProgress(storage: () => LessonStorage): Progress {
  try {
    const found: unknown = JSON.parse(storage().getItem(KEY) ?? '{}');
    if (!isRecord(found)) return {};
    return Object.fromEntries(
      Object.entries(found).flatMap(([id, page]) => (typeof page === 'number' && page >= 1 ? [[id, page]] : [])),
    );
  } catch {
    return {};
  }
}

/** Notes that a page has been read. Where the browser keeps nothing, the list shows no progress: nothing else is lost. */
export function noteProgress(id: string, page: number, storage: () => LessonStorage): void {
  const before = readProgress(storage);
  if ((Object.hasOwn(before, id) ? (before[id] ?? 0) : 0) >= page) return;
  try {
    storage().setItem(KEY, JSON.stringify({ ...before, [id]: page }));
  } catch {
    // Blocked or full.
  }
}
