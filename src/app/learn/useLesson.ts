import { useEffect, useState } from 'react';
import { fetchLesson } from './fetchLesson.ts';
import type { Fetched } from './fetchLesson.ts';

/** A lesson by its id; null while it is on its way. */
export function useLesson(id: string): Fetched | null {
  const [found, setFound] = useState<{ readonly id: string; readonly fetched: Fetched } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const load = async (): Promise<void> => {
      const fetched = await fetchLesson(id);
      if (isWanted) setFound({ id, fetched });
    };
    void load();
    return () => {
      isWanted = false;
    };
  }, [id]);
  return found?.id === id ? found.fetched : null;
}
