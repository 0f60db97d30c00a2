import type { AskSide } from '../../core/ask/answers.ts';
import type { RunSound, SoundPlaces } from '../../core/run.ts';

/** A place on the picture of a sound, both from 0 to 1: from its beginning to its end, and from the top, where high pitches are. */
type Point = { readonly x: number; readonly y: number };

const within = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place));

/** The token position of a step and a band, the lowest band first. */
function positionOf({ nPrefix, nSteps }: SoundPlaces, step: number, band: number): number {
  return nPrefix + band * nSteps + step;
}

/** The token position at a point of the picture. */
export function momentAt(sound: RunSound, { x, y }: Point): number {
  const step = within(Math.floor((x * sound.seconds) / sound.stepSeconds + 1e-9), sound.nSteps);
  return positionOf(sound, step, within(Math.floor((1 - y) * sound.nBands), sound.nBands));
}

/** The second at which a token begins; 0 for those before the sound. */
export function secondsOf({ nPrefix, nSteps, stepSeconds }: SoundPlaces, position: number): number {
  return position < nPrefix ? 0 : ((position - nPrefix) % nSteps) * stepSeconds;
}

/** Where a token lies on the picture, as CSS percentages. */
export function momentBox(
  sound: RunSound,
  position: number,
): { left: string; top: string; width: string; height: string } {
  const band = Math.floor((position - sound.nPrefix) / sound.nSteps);
  const percent = (share: number): string => `${100 * share}%`;
  return {
    left: percent(secondsOf(sound, position) / sound.seconds),
    top: percent(1 - (band + 1) / sound.nBands),
    width: percent(sound.stepSeconds / sound.seconds),
    height: percent(1 / sound.nBands),
  };
}

/**
 * What one query gives to each token, or what each token gives to one key.
 * Shape: pattern [query, key] -> [token].
 */
export function momentWeights(
  { pattern, nKeys }: { readonly pattern: Float32Array; readonly nKeys: number },
  position: number,
  side: AskSide,
): Float32Array {
  if (side === 'query') return pattern.subarray(position * nKeys, (position + 1) * nKeys);
  return Float32Array.from({ length: pattern.length / nKeys }, (_, query) => pattern[query * nKeys + position] ?? 0);
}

/** The moment that an arrow key leads to: from a token before the sound to its first; null for other keys. */
export function momentBeside(places: SoundPlaces, position: number, key: string): number | null {
  const { nPrefix, nSteps, nBands } = places;
  const [step, band] = [(position - nPrefix) % nSteps, Math.floor((position - nPrefix) / nSteps)];
  const to = (dStep: number, dBand: number): number =>
    position < nPrefix ? nPrefix : positionOf(places, within(step + dStep, nSteps), within(band + dBand, nBands));
  switch (key) {
    case 'ArrowLeft':
      return to(-1, 0);
    case 'ArrowRight':
      return to(1, 0);
    case 'ArrowUp':
      return to(0, 1);
    case 'ArrowDown':
      return to(0, -1);
    case 'Home':
      return 0;
    case 'End':
      return positionOf(places, nSteps - 1, 0);
    default:
      return null;
  }
}
