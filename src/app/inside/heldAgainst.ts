import type { InsideLayer } from '../../core/inside/layer.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AttentionTensor } from '../../core/tensor.ts';

/** A run, by what it was run on. */
type Ran = {
  readonly model: Pick<ModelRun['model'], 'id'>;
  readonly backend: Pick<ModelRun['backend'], 'name'>;
};

/** An answer about another text; `of` is the model as it was loaded when that came: loaded anew, it is another. */
type Held = {
  readonly against: { readonly run: Ran; readonly layer: Pick<InsideLayer, 'kind' | 'layer' | 'nHeads'> };
  readonly of: object | null;
};

type Stack = { readonly run: Ran; readonly tensor: Pick<AttentionTensor, 'kind' | 'nHeads'> };

/** Whether an answer is one of the layer that is looked into, by the model on screen: then it stays until a newer one is there. */
export function isHeldAgainst(
  { against: { run: other, layer: found }, of }: Held,
  shown: object | null,
  { run, tensor }: Stack,
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
