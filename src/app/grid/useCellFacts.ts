import { useDeferredValue, useMemo } from 'react';
import { nTextsOn } from '../../core/alike/combine.ts';
import { headName } from '../../core/tensor.ts';
import type { HeadFact } from '../../views/parts/fact.ts';
import { kindOnScreen } from '../shown/turning.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { alikeOf, distanceFacts } from '../shown/alike.ts';
import { objectiveOf, shownImportance } from '../shown/shownImportance.ts';

/** What colours the heads of the grid beside their patterns: one number each. */
type CellFacts = {
  readonly title: string;
  readonly facts: ReadonlyMap<string, HeadFact>;
  readonly max: number;
};

const selectPanel = (state: AppState) => state.view.panel;
const selectImportance = (state: AppState) => state.studies.measured.importance ?? null;
const selectKeys = (state: AppState) => state.view.keys;
const selectAlike = (state: AppState) => state.studies.alike;
const selectActive = (state: AppState) => state.view.heads[state.activePin] ?? null;

/** The grid is the map of what the right-hand side works out: importance, or distance from the active head; null for neither. */
export function useCellFacts(stack: ShownStack | null): CellFacts | null {
  const panel = useApp(selectPanel);
  const importance = useDeferredValue(useApp(selectImportance));
  const alike = useDeferredValue(useApp(selectAlike));
  const objective = useApp(objectiveOf);
  const active = useApp(selectActive);
  const kind = useApp(kindOnScreen);
  const keys = useApp(selectKeys);
  return useMemo((): CellFacts | null => {
    if (stack === null) return null;
    const { tensor } = stack;
    if (panel === 'importance' && importance !== null) {
      const { title, facts, max } = shownImportance(importance, objective, stack, kind).map;
      return { title: `${title.charAt(0).toLowerCase()}${title.slice(1)}`, facts, max: max || 1 };
    }
    const comparison = panel === 'alike' ? alikeOf(alike, tensor.kind) : null;
    if (comparison === null || active === null) return null;
    if (nTextsOn(comparison, keys) === 0) return null;
    if (active.layer >= comparison.nLayers || active.head >= comparison.nHeads) return null;
    const name = headName(tensor, active);
    const title = `distance from ${name}${keys === 'all' ? '' : ' on content keys'}`;
    return { title, facts: distanceFacts(comparison, active, name, keys), max: 1 };
  }, [panel, importance, objective, alike, active, kind, keys, stack]);
}
