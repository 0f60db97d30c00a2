import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import { textOnScreen } from './inputOnScreen.ts';
import type { AppState } from '../state/appState.ts';
import type { CatalogModel } from '../state/catalog.ts';
import type { Basis, Sentences } from '../state/studies.ts';

/** More sentences than this are left out: a sweep over them would take very long, and the page says so. */
export const MAX_SENTENCES = 200;

/** The sentences of a pasted list: one a line, without empty lines and repetitions. */
export function sentencesOf({ list }: Pick<Sentences, 'list'>): readonly string[] {
  const lines = list.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line !== '').slice(0, MAX_SENTENCES);
}

type BasisState = Pick<AppState, 'model' | 'studies' | 'catalog'>;

/** The held-out pictures beside the model that is there; null where there are none. */
export function heldOutNow({ model, catalog }: Pick<BasisState, 'model' | 'catalog'>): CatalogModel['heldOut'] {
  if (model.status !== 'ready') return null;
  return catalog.find(({ id }) => id === model.model.id)?.heldOut ?? null;
}

/** Their names; null until they are there. */
export function heldOutNames(state: BasisState): readonly string[] | null {
  const { heldOut } = state.studies.sentences;
  return heldOut !== null && heldOut.url === heldOutNow(state)?.url ? heldOut.names : null;
}

/** What a study begun now would rest on. */
export function basisNow(state: BasisState): Basis['kind'] {
  const { model, studies } = state;
  if (!studies.sentences.isList || model.status !== 'ready') return 'sentence';
  if (MODEL_INPUTS[model.model.takes].isListed) return 'list';
  return heldOutNow(state) === null ? 'sentence' : 'held-out';
}

/** The sentences or pictures that a study begun now would rest on, as one text. */
export function textsNow(state: BasisState & Pick<AppState, 'view' | 'run' | 'image' | 'sound'>): string {
  const kind = basisNow(state);
  if (kind === 'list') return sentencesOf(state.studies.sentences).join('\n');
  if (kind === 'held-out') return heldOutNames(state)?.join('\n') ?? '';
  return textOnScreen(state);
}
