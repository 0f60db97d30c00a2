import { hasHead } from '../../../core/selection.ts';
import type { ModelInfo, ModelRun } from '../../../core/run.ts';
import type { HeadRef } from '../../../core/selection.ts';
import { stackOf } from '../../../core/stack.ts';
import { MODEL_INPUTS } from '../../../core/modelInputs.ts';
import { stretchAt } from '../../../core/stretch/stretch.ts';
import type { AblationSupport } from '../../../core/ablation/ablatedRun.ts';
import type { Notice } from '../../../inference/protocol.ts';
import { headPlaces, headsMissing, layerPlaces, turnedPlaces, twinPlaces } from '../headNumbers.ts';
import type { View } from '../view.ts';

/** The view of a link, whose heads are named by true layer numbers, by the places of those layers; heads without a place are left out. */
export function inPlaces(view: View, model: ModelInfo): View {
  return {
    ...view,
    heads: headPlaces(view.heads, model, view.stack),
    ablation: turnedPlaces(view.ablation, model),
    twins: twinPlaces(view.twins, model, view.stack),
    oneHead: layerPlaces(view.oneHead, model, view.stack),
  };
}

/** As much of a view as a model has: its heads, a mode in which they can be turned down, and a text that it can read. */
export function fitting(view: View, model: ModelInfo, support: AblationSupport | null): View {
  const isThere = (head: HeadRef): boolean => hasHead(model, head);
  const mode = support === null || support.modes.includes(view.mode) ? view.mode : support.modes[0];
  return {
    ...view,
    heads: view.heads.filter(isThere),
    ablation: support === null ? [] : view.ablation.filter(isThere),
    twins: view.twins?.every(isThere) ? view.twins : null,
    oneHead: view.oneHead.filter((layer) => layer < model.nLayers),
    mode: mode ?? view.mode,
    written: support?.objective === 'next-token' && MODEL_INPUTS[model.takes].isWrittenOn ? view.written : null,
    // Words are no ids.
    ...(model.firstIds && /[^\d\s,]/.test(view.text) && { text: model.firstIds, pair: null }),
  };
}

/** The view without a query and a key that the stack on screen has not. */
export function withCellOf(view: View, run: ModelRun): View {
  const [query = 0, key = 0] = view.cell ?? [];
  const { nQueries = 1, nKeys = 1 } = stackOf(run, view.stack)?.tensor ?? {};
  return query < nQueries && key < nKeys ? view : { ...view, cell: null };
}

/** The view with its stretch, where it has one, moved to a position of the axis that is asked. */
export function withInSight(view: View, position: number): View {
  const { stretch, side } = view;
  if (stretch === null) return view;
  return {
    ...view,
    stretch: side === 'query' ? stretchAt(stretch, position, null) : stretchAt(stretch, null, position),
  };
}

/** What of the view of a link the model has not. */
export function noticesOfLink(view: View, model: ModelInfo): readonly Notice[] {
  const missing = headsMissing(view, model);
  return missing.length === 0 ? [] : [{ code: 'link-heads-missing', detail: missing.join(', ') }];
}
