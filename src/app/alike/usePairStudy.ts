import { headName } from '../../core/tensor.ts';
import { kindOnScreen } from '../shown/turning.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { useStack } from '../shown/useStack.ts';
import { isOfPair } from '../../core/study/interaction.ts';
import type { MeasureStudy } from '../state/studies.ts';
import { inOrder } from '../shown/twins.ts';

const selectTwins = (state: AppState) => state.view.twins;
const selectStudy = (state: AppState) => state.studies.measured.interaction ?? null;

/** What was last measured of the two heads that are held side by side, with their names; null for nothing. */
export function usePairStudy(): {
  readonly study: MeasureStudy;
  readonly nameA: string;
  readonly nameB: string;
} | null {
  const twins = useApp(selectTwins);
  const study = useApp(selectStudy);
  const kind = useApp(kindOnScreen);
  const stack = useStack();
  if (twins === null || study === null || stack === null) return null;
  const [a, b] = inOrder(twins);
  if (!isOfPair(study, kind, a, b)) return null;
  return { study, nameA: headName(stack.tensor, a), nameB: headName(stack.tensor, b) };
}
