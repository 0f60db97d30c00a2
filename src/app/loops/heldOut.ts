import { AppError } from '../../core/errors.ts';
import { inColour } from '../../core/drawing/drawing.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import { readSamples } from '../state/samples.ts';
import { fetchBeside } from './fetchBeside.ts';

/**
 * Fetches the held-out pictures beside a model, with their classes. Throws AppError 'model-fetch-failed' where they do not come, and
 * TypeError or RangeError where what comes is something else.
 */
export async function fetchHeldOut(url: string): Promise<readonly InputOf<'image'>[]> {
  const json = await fetchBeside(url);
  if (json === null) throw new AppError('model-fetch-failed', 'held-out pictures');
  const { side, list } = readSamples(json, url);
  return list.map(({ name, label, pixels }) => {
    return { kind: 'image', name, label, width: side, height: side, pixels: inColour(pixels) };
  });
}
