import { hasHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionTensor } from '../../core/tensor.ts';

const FIRST: HeadRef = { layer: 0, head: 0 };

/** The head that is looked into: the active one, else another pinned one that the model has, else the first of all. */
export function readHead(
  { heads, activePin }: { readonly heads: readonly HeadRef[]; readonly activePin: number },
  tensor: AttentionTensor,
): HeadRef {
  const active = heads[activePin];
  return active !== undefined && hasHead(tensor, active)
    ? active
    : (heads.find((head) => hasHead(tensor, head)) ?? FIRST);
}
