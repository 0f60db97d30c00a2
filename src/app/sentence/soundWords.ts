import type { ModelRun, RunSound } from '../../core/run.ts';

const seconds = (value: number): string => `${Number(value.toFixed(2))} s`;

/** How much of a sound the model heard: all of it, its beginning, or with silence behind. */
export function heardWords(name: string, sound: Pick<RunSound, 'seconds' | 'givenSeconds' | 'wholeSeconds'>): string {
  const { seconds: heard, givenSeconds, wholeSeconds } = sound;
  if (wholeSeconds > givenSeconds + 0.005)
    return `${name}: only its first ${seconds(givenSeconds)} of ${seconds(wholeSeconds)} are heard`;
  if (heard > givenSeconds + 0.005) return `${name}: ${seconds(givenSeconds)}, then silence up to ${seconds(heard)}`;
  return `${name}: ${seconds(givenSeconds)}`;
}

/** That a target goes on where it is cut; nothing where it ends there. */
export function cutWords({ cut, targetTokens }: Pick<ModelRun, 'cut' | 'targetTokens'>): string {
  return cut?.segment === 1 && targetTokens
    ? `; the target goes on: only its first ${targetTokens.length} tokens are shown`
    : '';
}
