import type { ModelRun } from '../../core/run.ts';
import type { Thing } from '../../core/runExtras.ts';
import type { AppState } from '../state/appState.ts';
import { hasTarget, isOfSameText } from '../state/runText.ts';
import { OF_MODEL } from '../state/sameFields.ts';
import type { Basis } from '../state/studies.ts';
import { isRecording } from './shown.ts';

type OnScreen = Pick<AppState, 'model' | 'run' | 'view' | 'image' | 'sound'>;

/** What the model that is there is given, in one word. */
export function thingOnScreen({ model }: Pick<AppState, 'model'>): Thing {
  if (model.status !== 'ready') return 'sentence';
  return model.model.sound ? 'sound' : model.model.takes === 'image' ? 'picture' : 'sentence';
}

/** What is typed, with what the model wrote on behind it as far as that is on screen. */
function wholeText({ run, view }: Pick<AppState, 'run' | 'view'>): string {
  return run !== null && view.written?.length && isOfSameText(run, view) ? run.text : view.text;
}

/**
 * What is on screen to be measured: what is typed, the picture that was chosen, both where one is held against the other, or what a recording is
 * of. Of a run that is given it is what was read there: what has been typed since and could not be run is not.
 */
export function basisOnScreen(state: OnScreen, read: Pick<ModelRun, 'text'> | null = null): Basis {
  const { image, sound, run, model } = state;
  const takes = model.status === 'ready' ? model.model.takes : null;
  const thing = thingOnScreen(state);
  const of = (text: string): Basis => ({ kind: 'sentence', texts: [text], thing });
  if (isRecording(state)) return of(run?.text ?? '');
  const file = thing === 'sound' ? sound : thing === 'picture' ? image : undefined;
  if (file !== undefined) return of(read?.text ?? file?.name ?? run?.text ?? '');
  const typed = of(read?.text || wholeText(state));
  const isBeside = takes === 'image-text' || (model.status === 'ready' && model.model.takesPicture === true);
  return isBeside && image !== null ? { ...typed, picture: image.name } : typed;
}

/** What the first thing that numbers rest on is called, by which it is known from every other. */
export function basisName({ texts: [text = ''], picture }: Pick<Basis, 'texts' | 'picture'>): string {
  return picture === undefined ? text : `${text} (${picture})`;
}

/** What the input on screen is called. */
export function textOnScreen(state: OnScreen): string {
  return basisName(basisOnScreen(state));
}

/** The same of the run on screen; null before the first. */
export function textOfRun(state: OnScreen): string | null {
  return state.run === null ? null : basisName(basisOnScreen(state, state.run));
}

/** The target that is typed, with what the model wrote on behind it as far as that is on screen. */
function wholePair({ run, view }: Pick<AppState, 'run' | 'view'>): string | null {
  return run !== null && view.written?.length && hasTarget(run) && isOfSameText(run, view) ? run.pair : view.pair;
}

/** What tells the model and the input on screen from all others. */
export function inputKey(state: OnScreen): string {
  const { view } = state;
  return JSON.stringify([OF_MODEL.map((name) => view[name]), textOnScreen(state), wholePair(state)]);
}
