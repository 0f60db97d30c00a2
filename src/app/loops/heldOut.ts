import { AppError } from '../../core/errors.ts';
import { inColour } from '../../core/drawing/drawing.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import { readSamples } from '../state/samples.ts';

/** Fetches the held-out pictures beside a model, with their classes. Throws AppError 'bad-input' where they cannot be had. */
export async function fetchHeldOut(url: string): Promise<readonly InputOf<'image'>[]> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok)
    throw new AppError('bad-input', 'the held-out pictures could not be fetched; connect and press again');
  const { side, list } = readSamples(await response.json(), url);
  return list.map(({ name, label, pixels }) => {
    return { kind: 'image', name, label, width: side, height: side, pixels: inColour(pixels) };
  });
}
