import type { ErrorInfo } from '../../core/errors.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { OwnStack } from './rowBasis.ts';

/** A head with the layer that its numbers are of. */
export type ShownLayer = { readonly stack: OwnStack; readonly head: HeadRef; readonly layer: InsideLayer };

/** What is drawn; `isKept`: it was there before, since the newest could not be had. */
export type DrawnLayer = ShownLayer & { readonly isKept: boolean };

/**
 * What is drawn: until a layer is here, the one that was drawn before stays, with the text and the head that it is of; and so it does where
 * the newest of the same model cannot be had.
 */
export function drawnLayer(
  last: ShownLayer | null,
  now: ShownLayer,
  { isPending, error }: { readonly isPending: boolean; readonly error: ErrorInfo | null },
): DrawnLayer {
  const isKept = error !== null && last !== null && last.stack.run.model.id === now.stack.run.model.id;
  return { ...(last !== null && (isPending || isKept) ? last : now), isKept };
}
