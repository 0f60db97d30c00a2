import { VISIBLE_TIMES } from '../../core/ablation/formulas.ts';
import type { AppState } from '../state/appState.ts';

/** Below this an effect is noise, as far as a study has measured it; null before the first, and where there was none. */
export function effectFloor({ studies, ablated }: Pick<AppState, 'studies' | 'ablated'>): number | null {
  const floor = Object.values(studies.measured).find((study) => study.floor !== null)?.floor ?? null;
  if (floor === null) return null;
  const noise = ablated.effect?.objective === 'output' ? floor.turn : floor.meanKl;
  return noise > 0 ? VISIBLE_TIMES * noise : null;
}
