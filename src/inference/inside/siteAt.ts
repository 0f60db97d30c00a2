import { AppError } from '../../core/errors.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { PreparedModel } from '../run/prepared.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { AttentionSite, GraphFacts } from '../surgery/types.ts';

/** A layer of a pass: what the graph tells of it, and which graph of the model that is. */
type SiteOf = { readonly site: AttentionSite; readonly facts: GraphFacts; readonly graph: number };

/** The layer at a place in a pass. Throws RangeError where there is none. */
export function siteOf({ graphs }: Pick<PreparedModel, 'graphs'>, index: number): SiteOf {
  let at = index;
  for (const [graph, facts] of graphs.entries()) {
    const site = facts.sites[at];
    if (site !== undefined) return { site, facts, graph };
    at -= facts.sites.length;
  }
  throw new RangeError(`invalid layer: ${index}`);
}

/** A layer of a stack as shown: its place in a pass, and what the graph tells of it. Throws AppError 'bad-input'. */
export function siteAt(
  { plan, prepared }: Pick<RunnableModel, 'plan' | 'prepared'>,
  kind: AttentionKind,
  layer: number,
): { readonly index: number; readonly site: AttentionSite } {
  const index = plan.places.flatMap((place, at) => (place?.kind === kind ? [at] : []))[layer];
  if (index === undefined) throw new AppError('bad-input', `the ${kind} stack has no layer ${layer}`);
  return { index, site: siteOf(prepared, index).site };
}
