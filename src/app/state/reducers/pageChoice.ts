import { answersOf } from '../../../core/ask/answers.ts';
import { pieceOf } from '../../../core/patchAxes.ts';
import type { HeadReport } from '../../../core/labels/report.ts';
import type { ModelRun } from '../../../core/run.ts';
import { hasHead, sameHead } from '../../../core/selection.ts';
import type { HeadRef } from '../../../core/selection.ts';
import { stackOf } from '../../../core/stack.ts';
import type { AppState } from '../appState.ts';
import { askedByPage } from '../asked.ts';
import { exampleOf, headsOfExample } from '../examples.ts';
import { suggestedHeads } from './suggest.ts';

/** The state with the heads that the page pins by itself, chosen by the labels of the run on screen. */
export function withSuggestion(state: AppState, reports: readonly HeadReport[]): AppState {
  const { heads: before } = state.view;
  const found = headsFor(state, reports);
  // Of a sentence that is too short to tell, those stay that the page chose for the one before.
  const chosen = found.length === 0 && state.arePinsSuggested ? before : found;
  const isSame = chosen.length === before.length && chosen.every((head, at) => sameHead(head, before[at] ?? null));
  return {
    ...state,
    view: isSame ? state.view : { ...state.view, heads: chosen },
    activePin: isSame ? state.activePin : 0,
    awaitsSuggestion: chosen.length === 0,
    arePinsSuggested: true,
  };
}

/** The heads that the page pins by itself: those of the example; else the head that says most about the word that the page asks about, and one with a clear label. */
function headsFor({ run, view }: Pick<AppState, 'run' | 'view'>, reports: readonly HeadReport[]): readonly HeadRef[] {
  const example = run === null ? null : exampleOf(run);
  if (example !== null) return headsOfExample(example).filter((head) => run !== null && hasHead(run.model, head));
  const clearest = suggestedHeads(reports);
  const best = run === null || clearest.length === 0 ? null : bestAnswer(run, view.stack);
  if (best === null) return clearest;
  const other = clearest.find((head) => !sameHead(head, best));
  return other === undefined ? [best] : [best, other];
}

function bestAnswer(run: ModelRun, kind: AppState['view']['stack']): HeadRef | null {
  const stack = stackOf(run, kind);
  // What patches say of each other makes no head worth looking at.
  if (stack === null || pieceOf(run, stack, 'query') !== 'word') return null;
  const position = askedByPage(run, stack, 'query');
  if (position === null) return null;
  return answersOf(stack, position, 'query').said[0]?.head ?? null;
}
