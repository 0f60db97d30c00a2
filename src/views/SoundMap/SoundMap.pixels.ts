import type { RunSound } from '../../core/run.ts';
import { momentAt } from './SoundMap.layout.ts';

/** The faintest place is as dark as this, so that attention on silence is seen as well. */
const GROUND = 70;
/** What is left of a place on which no attention lies. */
const LEAST = 0.18;

/**
 * The spectrogram of a sound, bright where it is loud, darkened by how far the weight of each token is below the largest.
 * Shape: levels [bin, column], weights [token] -> RGBA [row, column, 4], the highest pitch in the first row.
 */
export function soundPixels(sound: RunSound, weights: Float32Array | null): Uint8ClampedArray<ArrayBuffer> {
  const { nBins, nColumns, levels } = sound.picture;
  const pixels = new Uint8ClampedArray(4 * nBins * nColumns);
  const largest = weights?.reduce((a, b) => Math.max(a, b), 1e-9) ?? 1;
  for (let row = 0; row < nBins; row++) {
    const bin = nBins - 1 - row;
    for (let column = 0; column < nColumns; column++) {
      const token = momentAt(sound, { x: (column + 0.5) / nColumns, y: (row + 0.5) / nBins });
      const share = weights === null ? 1 : (weights[token] ?? 0) / largest;
      const bright = GROUND + (1 - GROUND / 255) * (levels[bin * nColumns + column] ?? 0);
      const at = 4 * (row * nColumns + column);
      pixels.fill(bright * (LEAST + (1 - LEAST) * share), at, at + 3);
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}
