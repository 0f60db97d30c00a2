import { AppError } from '../../core/errors.ts';
import { inColour } from '../../core/drawing/drawing.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import { readSamples } from '../state/samples.ts';

type Picture = InputOf<'image'>;

/** The held-out pictures beside a model, with their classes; their pixels have no place in the app's state. */
export type HeldOut = {
  /** Null until those of this address are there. */
  readonly now: (url: string) => readonly Picture[] | null;
  /** Fetches them, once. Throws AppError 'bad-input' where they cannot be had. */
  readonly fetch: (url: string) => Promise<readonly Picture[]>;
};

export function createHeldOut(): HeldOut {
  let kept: { readonly url: string; readonly pictures: readonly Picture[] } | null = null;
  const now = (url: string): readonly Picture[] | null => (kept?.url === url ? kept.pictures : null);
  return {
    now,
    async fetch(url) {
      const found = now(url) ?? (await fetchPictures(url));
      kept = { url, pictures: found };
      return found;
    },
  };
}

async function fetchPictures(url: string): Promise<readonly Picture[]> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok)
    throw new AppError('bad-input', 'the held-out pictures could not be fetched; connect and press again');
  const { side, list } = readSamples(await response.json(), url);
  return list.map(({ name, label, pixels }) => {
    return { kind: 'image', name, label, width: side, height: side, pixels: inColour(pixels) };
  });
}
