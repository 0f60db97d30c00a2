import { NO_ABLATION } from '../../core/ablation/ablation.ts';
import type { TurnedHead } from '../../core/ablation/ablation.ts';
import type { ModelInfo } from '../../core/run.ts';
import { hasHead, formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { AppState } from './appState.ts';
import type { View } from './view.ts';
import { isTypedDefault } from './catalog.ts';
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

/** The same for heads that are turned down, each in the stack that it names. */
export function turnedPlaces(heads: readonly TurnedHead[], model: ModelInfo): readonly TurnedHead[] {
  return heads.flatMap((turned) => headPlaces([turned], model, turned.kind).map((place) => ({ ...turned, ...place })));
}

/** The same for two heads that are held side by side; null unless both are there. */
export function twinPlaces(twins: View['twins'], model: ModelInfo, stack: AttentionKind | null): View['twins'] {
  const [a, b] = headPlaces(twins ?? [], model, stack);
  return a === undefined || b === undefined ? null : [a, b];
}

/** The same for layers that are drawn as one head. */
export function layerPlaces(layers: View['oneHead'], model: ModelInfo, stack: AttentionKind | null): View['oneHead'] {
  return headPlaces(
    layers.map((layer) => ({ layer, head: 0 })),
    model,
    stack,
  ).map(({ layer }) => layer);
}

/** Heads of a link, pinned, held side by side or turned down, and layers of one head, that a model has not: their names, as the link has them. */
export function headsMissing({ heads, ablation, twins, oneHead, stack }: View, model: ModelInfo): readonly string[] {
  const asked = [
    ...[...heads, ...(twins ?? [])].map((head) => ({ head, kind: stack })),
    ...ablation.map((head) => ({ head, kind: head.kind })),
  ];
  const missing = asked.filter(
    ({ head, kind }) => !headPlaces([head], model, kind).some((place) => hasHead(model, place)),
  );
  const layers = oneHead.filter((layer) => {
    const [place] = layerPlaces([layer], model, stack);
    return place === undefined || place >= model.nLayers;
  });
  return [...new Set([...missing.map(({ head }) => formatHead(head)), ...layers.map((layer) => `layer ${layer}`)])];
}

type Linked = Pick<AppState, 'view' | 'shown' | 'headsAreNumbers' | 'arePinsSuggested' | 'catalog'>;

/** The query of a link that restores the view of a state, heads with the true numbers of their layers; those that the page chose are not written. */
export function linkOf({ view: whole, shown, headsAreNumbers, arePinsSuggested, catalog }: Linked): string {
  const namesText = isTypedDefault(whole, catalog);
  const view = arePinsSuggested ? { ...whole, heads: [] } : whole;
  if (shown === null || headsAreNumbers) return encodeView(view, namesText);
  const numbered = <Head extends HeadRef>(head: Head, stack: AttentionKind | null): Head => {
    return { ...head, layer: numbersIn(shown.model, stack)?.[head.layer] ?? head.layer };
  };
  const heads = view.heads.map((head) => numbered(head, view.stack));
  const twins: View['twins'] =
    view.twins === null ? null : [numbered(view.twins[0], view.stack), numbered(view.twins[1], view.stack)];
  // What a recording was made with is in its file, which no link opens: another model is not to be turned down by it.
  if (shown.ablation === null)
    return encodeView(
      { ...view, heads, twins, oneHead: [], ablation: NO_ABLATION.heads, mode: NO_ABLATION.mode },
      namesText,
    );
  const oneHead = view.oneHead.map((layer) => numbered({ layer, head: 0 }, view.stack).layer);
  const ablation = view.ablation.map((head) => numbered(head, head.kind));
  return encodeView({ ...view, heads, twins, oneHead, ablation }, namesText);
}
