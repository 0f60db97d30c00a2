import type { ModelInfo } from '../core/run.ts';
import type { HeadRef } from '../core/selection.ts';
import type { AttentionKind } from '../core/tensor.ts';
import type { AppState } from './state.ts';
import { encodeView } from './url.ts';

/** True numbers of the layers of a stack, by default the first there is, or null where they count 0, 1, 2. */
function numbersIn({ layerNumbers }: ModelInfo, stack: AttentionKind | null): readonly number[] | null {
  if (layerNumbers === undefined) return null;
  if (stack !== null) return layerNumbers[stack] ?? null;
  return layerNumbers.encoder ?? layerNumbers.decoder ?? layerNumbers.cross ?? null;
}

/** Heads named by true layer numbers, as links name them, by the places of those layers in the stack; others are left out. */
export function headPlaces(
  heads: readonly HeadRef[],
  model: ModelInfo,
  stack: AttentionKind | null,
): readonly HeadRef[] {
  const numbers = numbersIn(model, stack);
  if (numbers === null) return heads;
  return heads.flatMap(({ layer, head }) => {
    const place = numbers.indexOf(layer);
    return place < 0 ? [] : [{ layer: place, head }];
  });
}

/** The query of a link that restores the view of a state, heads with the true numbers of their layers. */
export function linkOf({ view, shown, headsAreNumbers }: Pick<AppState, 'view' | 'shown' | 'headsAreNumbers'>): string {
  const numbers = shown === null || headsAreNumbers ? null : numbersIn(shown.model, view.stack);
  if (numbers === null) return encodeView(view);
  const heads = view.heads.map(({ layer, head }) => ({ layer: numbers[layer] ?? layer, head }));
  return encodeView({ ...view, heads });
}
