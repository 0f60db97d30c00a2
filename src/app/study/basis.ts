import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { RunInput } from '../../inference/protocol.ts';
import { currentImage } from '../loops/imageInput.ts';
import type { AppState } from '../state/appState.ts';
import type { Basis, Sentences } from '../state/studies.ts';

/** More sentences than this are left out: a sweep over them would take very long, and the page says so. */
export const MAX_SENTENCES = 200;

/** The sentences of a pasted list: one a line, without empty lines and repetitions. */
export function sentencesOf({ list }: Pick<Sentences, 'list'>): readonly string[] {
  const lines = list.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line !== '').slice(0, MAX_SENTENCES);
}

/**
 * What a study is to run on. A list is for models that read one text; for any other the sentence on screen is taken.
 * Throws AppError 'bad-input' if token ids are wanted and something else was typed.
 */
export function inputsOf(
  { view, model, studies }: Pick<AppState, 'view' | 'model' | 'studies'>,
  onSentence: boolean,
): { readonly inputs: readonly RunInput[]; readonly basis: Basis } {
  if (model.status !== 'ready') return { inputs: [], basis: { kind: 'sentence', texts: [] } };
  const { takes, takesPair } = model.model;
  const { from, file } = MODEL_INPUTS[takes];
  if (studies.sentences.isList && !onSentence && MODEL_INPUTS[takes].isListed) {
    const texts = sentencesOf(studies.sentences);
    const inputs = texts.flatMap((text) => from({ text, pair: null, takesPair: false, chosen: null }) ?? []);
    return { inputs, basis: { kind: 'list', texts } };
  }
  const chosen = currentImage();
  const input = from({ ...view, takesPair, chosen });
  const name = (file === null ? null : chosen?.name) ?? view.text;
  return { inputs: input === null ? [] : [input], basis: { kind: 'sentence', texts: [name] } };
}

/** The sentences that a study begun now would rest on, as one text. */
export function textsNow({ view, model, studies }: Pick<AppState, 'view' | 'model' | 'studies'>): string {
  const takes = model.status === 'ready' ? model.model.takes : 'text';
  if (studies.sentences.isList && MODEL_INPUTS[takes].isListed) return sentencesOf(studies.sentences).join('\n');
  return (MODEL_INPUTS[takes].file === null ? null : currentImage()?.name) ?? view.text;
}
