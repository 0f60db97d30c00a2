import type { RunSound } from '../../core/run.ts';
import type { Span } from '../../core/stretch/stretch.ts';

/** Pixels of a strip, opaque grey as 0xAABBGGRR, transparent (0) for tokens that are no moment. Shape: [row, column]. */
type EdgePixels = { readonly width: number; readonly height: number; readonly pixels: Uint32Array };

/** More than a heatmap has pixels across. */
const MAX_LENGTH = 1200;
/** Black in the picture of a sound, as on the spectrogram above. */
const GROUND = 70;

/**
 * The sound beside one axis of a heatmap, as long as the tokens of `span`: each moment stands beside its row or over its column. Along keys
 * time runs to the right and pitch upwards, along queries time runs down and pitch to the right. A token that is one band of pitch shows that band.
 */
export function edgePixels(sound: RunSound, span: Span, axis: 'query' | 'key'): EdgePixels {
  const { nPrefix, nBands, nSteps, stepSeconds, seconds, picture } = sound;
  const { nBins, nColumns, levels } = picture;
  const nTokens = span.end - span.start;
  const perToken = Math.max(1, Math.min(Math.ceil(nColumns / nSteps), Math.floor(MAX_LENGTH / nTokens)));
  const [length, depth] = [nTokens * perToken, Math.ceil(nBins / nBands)];
  const [width, height] = axis === 'key' ? [length, depth] : [depth, length];
  const pixels = new Uint32Array(width * height);
  for (let along = 0; along < length; along++) {
    const moment = span.start + Math.floor(along / perToken) - nPrefix;
    if (moment < 0 || moment >= nBands * nSteps) continue;
    const [band, step] = [Math.floor(moment / nSteps), moment % nSteps];
    const second = (step + ((along % perToken) + 0.5) / perToken) * stepSeconds;
    const column = Math.min(nColumns - 1, Math.floor((second / seconds) * nColumns));
    for (let up = 0; up < depth; up++) {
      const bin = Math.min(nBins - 1, Math.floor(((band + (up + 0.5) / depth) * nBins) / nBands));
      const grey = Math.round(GROUND + (1 - GROUND / 255) * (levels[bin * nColumns + column] ?? 0));
      const at = axis === 'key' ? (depth - 1 - up) * width + along : along * width + up;
      pixels[at] = ((255 << 24) | (grey << 16) | (grey << 8) | grey) >>> 0;
    }
  }
  return { width, height, pixels };
}
