import type { AgainstLayer } from '../../core/inside/questions.ts';
import type { AppState } from '../state/appState.ts';
import type { OwnStack } from './rowBasis.ts';

/** An answer about another text, and the model as it was loaded when that came: loaded anew, it is another. */
export type HeldAgainst = { readonly against: AgainstLayer; readonly of: AppState['shown'] };

/** Whether an answer is one of the layer that is looked into, by the same model: then it stays until a newer one is there. */
export function isHeldAgainst(
  { against: { run: other, layer: found }, of }: HeldAgainst,
  shown: AppState['shown'],
  { run, tensor }: Pick<OwnStack, 'run' | 'tensor'>,
  layer: number,
): boolean {
  return (
    of === shown &&
    other.model.id === run.model.id &&
    other.backend.name === run.backend.name &&
    found.kind === tensor.kind &&
    found.layer === layer &&
    found.nHeads === tensor.nHeads
  );
}
