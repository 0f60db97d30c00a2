import { pieceOf } from '../../core/patchAxes.ts';
import type { PatchAxes, Piece } from '../../core/patchAxes.ts';
import type { ModelRun } from '../../core/run.ts';
import type { Stack } from '../../core/stack.ts';

type OfRun = Stack & { readonly run: Pick<ModelRun, 'image' | 'sound'> };

/** What a token of an axis is called in plain words. */
export function pieceWord(stack: OfRun, axis: keyof PatchAxes): Piece {
  return pieceOf(stack.run, stack, axis);
}

const PLACES: Readonly<Record<Piece, string>> = {
  word: 'word of the sentence',
  patch: 'patch of the picture',
  moment: 'moment of the sound',
  query: 'query of the model',
};

/** The same with what it is a part of. */
export function placeOf(stack: OfRun, axis: keyof PatchAxes): string {
  return PLACES[pieceWord(stack, axis)];
}
