import type { RunSound } from '../../core/run.ts';
import { secondsOf } from '../../views/SoundMap/SoundMap.layout.ts';

/** The second that is played first where a moment is asked about: the beginning for none, and for silence behind the sound. */
export function playFrom(heard: RunSound, position: number | null): number {
  const from = position === null ? 0 : secondsOf(heard, position);
  return from < heard.givenSeconds ? from : 0;
}
