import type { TurnedHead } from '../../core/ablation/ablation.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';

/** A turned-down head as the page names heads: with the true number of its layer, and its stack where that is not the first. */
export function turnedName(
  attention: readonly Pick<AttentionTensor, 'kind' | 'layerNumbers'>[],
  head: TurnedHead,
): string {
  const stack = head.kind === null ? attention[0] : attention.find(({ kind }) => kind === head.kind);
  return `${head.kind === null ? '' : `${head.kind} `}${headName(stack ?? {}, head)}`;
}
