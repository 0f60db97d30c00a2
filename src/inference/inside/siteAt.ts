import { AppError } from '../../core/errors.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { AttentionSite } from '../surgery/types.ts';

/** A layer of a stack as shown: its place in a pass, and what the graph tells of it. Throws AppError 'bad-input'. */
export function siteAt(
  { plan, prepared }: Pick<RunnableModel, 'plan' | 'prepared'>,
  kind: AttentionKind,
  layer: number,
): { readonly index: number; readonly site: AttentionSite } {
  const index = plan.places.flatMap((place, at) => (place?.kind === kind ? [at] : []))[layer];
  const site = prepared.graphs.flatMap(({ sites }) => sites)[index ?? -1];
  if (index === undefined || site === undefined)
    throw new AppError('bad-input', `the ${kind} stack has no layer ${layer}`);
  return { index, site };
}
