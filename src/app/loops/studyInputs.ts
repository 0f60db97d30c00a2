import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import type { RunInput } from '../../inference/protocol.ts';
import type { AppState } from '../state/appState.ts';
import type { Basis } from '../state/studies.ts';
import { basisOnScreen } from '../shown/inputOnScreen.ts';
import { basisNow, sentencesOf } from '../shown/basis.ts';

/**
 * What a study is to run on. A list is for models that read one text, the held-out pictures for those they lie beside; for any other what is
 * on screen is taken.
 * Throws AppError 'bad-input' if token ids are wanted and something else was typed.
 */
export function inputsOf(
  state: Pick<AppState, 'view' | 'model' | 'run' | 'image' | 'sound' | 'studies' | 'catalog'>,
  onSentence: boolean,
  image: InputOf<'image'> | null,
  heldOut: readonly InputOf<'image'>[] = [],
): { readonly inputs: readonly RunInput[]; readonly basis: Basis } {
  const { view, model, studies } = state;
  if (model.status !== 'ready') return { inputs: [], basis: basisOnScreen(state) };
  const { takes, takesPair, takesPicture, sound } = model.model;
  const { from } = MODEL_INPUTS[takes];
  const kind = onSentence ? 'sentence' : basisNow(state);
  if (kind === 'held-out')
    return { inputs: heldOut, basis: { kind, texts: heldOut.map(({ name }) => name), thing: 'picture' } };
  if (kind === 'list') {
    const texts = sentencesOf(studies.sentences);
    const inputs = texts.flatMap((text) => from({ text, pair: null, takesPair: false, chosen: null }) ?? []);
    return { inputs, basis: { kind, texts, thing: 'sentence' } };
  }
  const chosen = sound ? state.sound : takesPicture && state.image === null ? null : image;
  const input = from({ ...view, takesPair, takesPicture, chosen, rate: sound?.rate });
  return { inputs: input === null ? [] : [input], basis: basisOnScreen(state) };
}
