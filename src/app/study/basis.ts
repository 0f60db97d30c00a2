import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { AppState } from '../state/appState.ts';
import type { Sentences } from '../state/studies.ts';

/** More sentences than this are left out: a sweep over them would take very long, and the page says so. */
export const MAX_SENTENCES = 200;

/** The sentences of a pasted list: one a line, without empty lines and repetitions. */
export function sentencesOf({ list }: Pick<Sentences, 'list'>): readonly string[] {
  const lines = list.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line !== '').slice(0, MAX_SENTENCES);
}

/** The sentences that a study begun now would rest on, as one text. */
export function textsNow({
  view,
  model,
  studies,
  image,
}: Pick<AppState, 'view' | 'model' | 'studies' | 'image'>): string {
  const takes = model.status === 'ready' ? model.model.takes : 'text';
  if (studies.sentences.isList && MODEL_INPUTS[takes].isListed) return sentencesOf(studies.sentences).join('\n');
  return (MODEL_INPUTS[takes].file === null ? null : image?.name) ?? view.text;
}
