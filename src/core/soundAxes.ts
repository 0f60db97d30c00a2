import type { SoundPlaces } from './run.ts';
import type { AttentionKind } from './tensor.ts';

/** Where the queries and the keys of a stack lie in a sound; null for those that stand for no moment of it. */
export type SoundAxes = { readonly query: SoundPlaces | null; readonly key: SoundPlaces | null };

/** The axes of a stack over a sound: moments look at moments, tokens of a target at moments or at each other. */
export function soundAxes(sound: SoundPlaces, kind: AttentionKind): SoundAxes {
  if (kind === 'encoder') return { query: sound, key: sound };
  return { query: null, key: kind === 'cross' ? sound : null };
}
