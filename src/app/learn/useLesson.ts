import { useEffect, useState } from 'react';
import { fetchLesson } from './fetchLesson.ts';
import type { Fetched } from './fetchLesson.ts';

/** A lesson by its id; null while it is on its way. */
export function useLesson(id: string): Fetched | null {
  const [found, setFound] = useState<{ readonly id: string; readonly fetched: Fetched } | null>(null);
  useEffect(() => {
    let isWanted = true;
    void fetchLesson(id).then((fetched) => {
      if (isWanted) setFound({ id, fetched });
    });
    return () => {
      isWanted = false;
    };
  }, [id]);
  return found?.id === id ? found.fetched : null;
}
