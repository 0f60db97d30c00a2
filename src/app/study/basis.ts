import type { RunInput } from '../../inference/protocol.ts';
import { currentImage } from '../loops/imageInput.ts';
import { runInputOf } from '../loops/runInput.ts';
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
  if (studies.sentences.isList && !onSentence && takesList(takes)) {
    const texts = sentencesOf(studies.sentences);
    const inputs = texts.flatMap((text) => runInputOf(takes, { text, pair: null }, false, null) ?? []);
    return { inputs, basis: { kind: 'list', texts } };
  }
  const input = runInputOf(takes, view, takesPair, currentImage());
  const name = input?.kind === 'image' ? input.name : view.text;
  return { inputs: input === null ? [] : [input], basis: { kind: 'sentence', texts: [name] } };
}

/** The sentences that a study begun now would rest on, as one text. */
export function textsNow({ view, model, studies }: Pick<AppState, 'view' | 'model' | 'studies'>): string {
  const takes = model.status === 'ready' ? model.model.takes : 'text';
  if (studies.sentences.isList && takesList(takes)) return sentencesOf(studies.sentences).join('\n');
  return (takes === 'image' ? currentImage()?.name : null) ?? view.text;
}

/** Whether a model can be measured on a pasted list of sentences. */
export function takesList(takes: string): boolean {
  return takes === 'text' || takes === 'ids' || takes === 'text-to-text';
}
