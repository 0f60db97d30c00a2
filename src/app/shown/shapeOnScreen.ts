import type { AppState } from '../state/appState.ts';
import { modelShape } from './modelShape.ts';
import type { ModelShape } from './modelShape.ts';

/** The sizes of the model on screen, with what its layer has told while it is open; null without one that tells them. */
export function shapeOnScreen({ shown, inside }: Pick<AppState, 'shown' | 'inside'>): ModelShape | null {
  if (shown === null) return null;
  // Of any of its runs: sizes are the same in all.
  const found = inside.layer?.found;
  const isOwn = found?.answer.about === 'layer' && found.run.model.id === shown.model.id;
  return modelShape(shown.model, shown.card, isOwn && found.answer.about === 'layer' ? found.answer.layer : null);
}
