import { attentionSize } from '../../core/cost/prunedSize.ts';
import type { StoredLayer } from '../../core/cost/prunedSize.ts';
import type { AppState } from '../state/appState.ts';
import { prunedWords } from './prunedWords.ts';
import type { StoredModel } from './prunedWords.ts';

type OnScreen = Pick<AppState, 'shown' | 'run'>;

const known = new WeakMap<object, WeakMap<object, StoredModel | null>>();

/** What the model on screen stores, by its graph; null where that does not tell. Worked out once for a model and a run. */
export function storedModel({ shown, run }: OnScreen): StoredModel | null {
  if (shown === null || run === null || shown.model.id !== run.model.id) return null;
  const ofModel = known.get(shown) ?? new WeakMap<object, StoredModel | null>();
  known.set(shown, ofModel);
  const found = ofModel.get(run);
  if (found !== undefined) return found;
  const stored = workOut({ shown, run });
  ofModel.set(run, stored);
  return stored;
}

function workOut({ shown, run }: { [Name in keyof OnScreen]: NonNullable<OnScreen[Name]> }): StoredModel | null {
  const { card } = shown;
  const layers = card.sites.flatMap(({ kind, weights }): readonly StoredLayer[] => {
    const nHeads = run.attention.find((stack) => stack.kind === kind)?.nHeads;
    return nHeads === undefined ? [] : [{ kind, nHeads, weights: weights ?? null }];
  });
  const attention = attentionSize(layers);
  // Beside the graph lie texts: what it reads, and what its words are.
  const bytes = card.files
    .filter(({ path }) => !/\.(json|txt|model|safetensors|npz)$/i.test(path))
    .reduce((sum, file) => sum + file.bytes, 0);
  if (attention === null || card.nParameters < attention.numbers || bytes < attention.bytes) return null;
  return { layers, attention, total: { numbers: card.nParameters, bytes } };
}

/** What the file would be smaller by without what is switched off on screen; empty where other modes leave the head in its work. */
export function prunedOnScreen(state: OnScreen & Pick<AppState, 'view'>): string {
  const { mode, ablation } = state.view;
  return mode === 'mean' || mode === 'zero' ? prunedWords(storedModel(state), ablation) : '';
}
