import type { PatchPlaces, RunImage } from './run.ts';
import type { AttentionKind } from './tensor.ts';

/** Where the queries and the keys of a stack lie on its picture; null for those that stand for no part of it. */
export type PatchAxes = { readonly query: PatchPlaces | null; readonly key: PatchPlaces | null };

/** The axes of a stack over a picture: patches look at patches or regions, learned queries look at patches or at each other. */
export function patchAxes(image: RunImage, kind: AttentionKind): PatchAxes {
  if (kind === 'encoder') return { query: image, key: image.keyGrid ?? image };
  return { query: null, key: kind === 'cross' ? image : null };
}
