import { useEffect, useState } from 'react';
import type { Slices } from '../../core/slices.ts';
import { pauseIfLong } from './pauseIfLong.ts';

/**
 * What comes of long work, done while this is drawn in slices that leave the page its turns: the last that was finished, null before. `begin`
 * must keep its identity as long as the work is the same; another one ends it. Null does nothing.
 */
export function useInTurns<Result>(begin: (() => Slices<Result>) | null): Result | null {
  const [done, setDone] = useState<{ readonly result: Result } | null>(null);
  useEffect(() => {
    if (begin === null) return undefined;
    const over = new AbortController();
    const work = async (): Promise<void> => {
      const [slices, pause] = [begin(), pauseIfLong()];
      for (let step = slices.next(); !over.signal.aborted; step = slices.next()) {
        if (step.done === true) return setDone({ result: step.value });
        await pause();
      }
    };
    void work();
    return () => over.abort();
  }, [begin]);
  return begin === null ? null : (done?.result ?? null);
}
