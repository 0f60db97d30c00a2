import type { RunSound } from '../../core/run.ts';

/** More columns than a screen has room for are put together. */
const MAX_COLUMNS = 600;

/**
 * A spectrogram as levels of 0 to 255, of its faintest and its loudest place; columns that are put together keep their loudest.
 * Shape: value(bin, frame) -> levels [bin, column].
 */
export function soundPicture(
  nBins: number,
  nFrames: number,
  value: (bin: number, frame: number) => number,
): RunSound['picture'] {
  const nColumns = Math.min(MAX_COLUMNS, nFrames);
  const loudest = new Float32Array(nBins * nColumns).fill(-Infinity);
  for (let frame = 0; frame < nFrames; frame++) {
    const column = Math.floor((frame * nColumns) / nFrames);
    for (let bin = 0; bin < nBins; bin++) {
      const at = bin * nColumns + column;
      loudest[at] = Math.max(loudest[at] ?? -Infinity, value(bin, frame));
    }
  }
  const least = loudest.reduce((a, b) => Math.min(a, b), Infinity);
  const most = loudest.reduce((a, b) => Math.max(a, b), -Infinity);
  const range = most > least ? most - least : 1;
  return { nBins, nColumns, levels: Uint8Array.from(loudest, (level) => Math.round((255 * (level - least)) / range)) };
}
