import { useEffect, useState } from 'react';
import { writeToken } from './writeToken.ts';
import type { Writing } from './writing.ts';

/** Between two tokens, in milliseconds, once the run with the one before is there: so that each row can be seen to come. */
const PACE_MS = 400;

/** Writes token after token until it is paused, the text is another, or the model has nothing more to say. */
export function usePlay(writing: Writing | null, text: string, written: readonly number[]) {
  const [playsOn, setPlaysOn] = useState<string | null>(null);
  const { status = 'full', nextId = -1 } = writing ?? {};
  const isPlaying = playsOn === text && (status === 'ready' || status === 'waiting');
  // Who comes back to the text later has not asked to play.
  if (playsOn !== null && !isPlaying) setPlaysOn(null);
  useEffect(() => {
    if (!isPlaying || status !== 'ready') return undefined;
    const timer = setTimeout(() => writeToken(written, nextId), PACE_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, status, written, nextId]);
  return { isPlaying, play: (plays: boolean) => setPlaysOn(plays ? text : null) };
}
