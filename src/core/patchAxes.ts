import type { ModelRun, PatchPlaces, RunImage } from './run.ts';
import { soundAxes } from './soundAxes.ts';
import type { Stack } from './stack.ts';
import type { AttentionKind } from './tensor.ts';

/** Where the queries and the keys of a stack lie on its picture; null for those that stand for no part of it. */
export type PatchAxes = { readonly query: PatchPlaces | null; readonly key: PatchPlaces | null };

/** The axes of a stack over a picture: patches look at patches or regions, learned queries look at patches or at each other. */
export function patchAxes(image: RunImage, kind: AttentionKind): PatchAxes {
  if (image.isAmong) return { query: image, key: image };
  if (kind === 'encoder') return { query: image, key: image.keyGrid ?? image };
  const stage = image.stages?.find((one) => one.kind === kind);
  if (stage) return { query: stage.query, key: stage.key };
  return { query: null, key: kind === 'cross' ? image : null };
}

/** What the tokens of an axis stand for, in a plain word: pieces of a text, of a picture or of a sound, or queries that a model has learned. */
export type Piece = 'word' | 'patch' | 'moment' | 'query';

/** What the tokens of one axis of a stack stand for. Beside a picture or a sound, too, a stack may be of a text. */
export function pieceOf(
  { image, sound }: Pick<ModelRun, 'image' | 'sound'>,
  stack: Stack,
  axis: keyof PatchAxes,
): Piece {
  if (sound && soundAxes(sound, stack.tensor.kind)[axis] !== null) return 'moment';
  if (image === null || image.isAmong) return 'word';
  const { tensor, queryTokens, keyTokens } = stack;
  if (patchAxes(image, tensor.kind)[axis] !== null) return 'patch';
  const tokens = axis === 'query' ? queryTokens : keyTokens;
  return tokens.every(({ text }) => LEARNED.test(text)) ? 'query' : 'word';
}

/** Whether the tokens of one axis of a stack are patches of a picture, and nothing else. */
export function arePatches(image: RunImage | null, { tensor }: Pick<Stack, 'tensor'>, axis: keyof PatchAxes): boolean {
  return image !== null && !image.isAmong && patchAxes(image, tensor.kind)[axis] !== null;
}

/** The name of a query that a model has learned. */
const LEARNED = /^query( \d+)?$/;
