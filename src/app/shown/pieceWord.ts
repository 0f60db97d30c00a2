import type { ModelRun } from '../../core/run.ts';

/** What a token is called in plain words: a piece of a text, or of a picture. */
export function pieceWord({ image }: Pick<ModelRun, 'image'>): 'word' | 'patch' {
  return image === null ? 'word' : 'patch';
}

/** The same with what it is a part of. */
export function placeOf(run: Pick<ModelRun, 'image'>): string {
  return run.image === null ? 'word of the sentence' : 'patch of the picture';
}
