import type { AppState } from '../state/appState.ts';
import type { AlikeStudy, MeasurePurpose, MeasureStudy } from '../state/studies.ts';
import { basisName, textOnScreen } from './inputOnScreen.ts';

type OnScreen = Pick<AppState, 'model' | 'run' | 'view' | 'image' | 'sound' | 'studies'>;

/**
 * The study of the sentence on screen by the model that is wanted, with what stands in for heads now; null where there is none, or only one of another model, another
 * sentence, a list, or another mode. It may be under way, stopped or failed.
 */
export function studyOf(state: OnScreen, purpose: 'alike'): AlikeStudy | null;
export function studyOf(state: OnScreen, purpose: MeasurePurpose): MeasureStudy | null;
export function studyOf(state: OnScreen, purpose: 'alike' | MeasurePurpose): AlikeStudy | MeasureStudy | null {
  const { model, view, studies } = state;
  // Those of the model before stay until another one is there.
  if (model.status !== 'ready' || model.model.id !== view.modelId) return null;
  const { alike, measured } = studies;
  const study = purpose === 'alike' ? alike : (measured[purpose] ?? null);
  if (study === null || study.basis.kind !== 'sentence' || basisName(study.basis) !== textOnScreen(state)) return null;
  return study.purpose === 'alike' || isAsked(study, state) ? study : null;
}

/** Whether it is of what stands in for heads now, and of the second sentence where there are two. */
function isAsked({ plan }: MeasureStudy, { view, model }: OnScreen): boolean {
  const [input] = plan.inputs;
  const takesPair = model.status === 'ready' && model.model.takesPair;
  if (input?.kind === 'text' && takesPair && (input.pair ?? null) !== view.pair) return false;
  return plan.variants[0]?.mode === view.mode;
}
