import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import type { RunInput } from '../../inference/protocol.ts';
import type { AppState } from '../state/appState.ts';
import type { Basis } from '../state/studies.ts';
import { sentencesOf } from '../study/basis.ts';

/**
 * What a study is to run on. A list is for models that read one text; for any other the sentence on screen is taken.
 * Throws AppError 'bad-input' if token ids are wanted and something else was typed.
 */
export function inputsOf(
  { view, model, studies }: Pick<AppState, 'view' | 'model' | 'studies'>,
  onSentence: boolean,
  image: InputOf<'image'> | null,
): { readonly inputs: readonly RunInput[]; readonly basis: Basis } {
  if (model.status !== 'ready') return { inputs: [], basis: { kind: 'sentence', texts: [] } };
  const { takes, takesPair } = model.model;
  const { from, file, isListed } = MODEL_INPUTS[takes];
  if (studies.sentences.isList && !onSentence && isListed) {
    const texts = sentencesOf(studies.sentences);
    const inputs = texts.flatMap((text) => from({ text, pair: null, takesPair: false, chosen: null }) ?? []);
    return { inputs, basis: { kind: 'list', texts } };
  }
  const input = from({ ...view, takesPair, chosen: image });
  const name = (file === null ? null : image?.name) ?? view.text;
  return { inputs: input === null ? [] : [input], basis: { kind: 'sentence', texts: [name] } };
}
