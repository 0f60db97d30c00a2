import { leaveOneOut } from '../../core/ablation/orders.ts';
import { comparingMs, measuringMs } from '../../core/study/expected.ts';
import type { AppState } from '../state/appState.ts';

/** How long measuring every head on the sentence on screen will take, in milliseconds; null where it cannot be measured. */
export function importanceMs({ model, run, view }: Pick<AppState, 'model' | 'run' | 'view'>): number | null {
  if (model.status !== 'ready' || model.ablation === null || run === null) return null;
  const nVariants = leaveOneOut(run.attention, view.mode).length;
  const { objective } = model.ablation;
  return measuringMs({ forwardMs: run.forwardMs, nTokens: run.tokens.length, nVariants, objective });
}

/** How long comparing the heads of the run on screen will take, in milliseconds; null without one. */
export function alikeMs({ run }: Pick<AppState, 'run'>): number | null {
  if (run === null) return null;
  const each = run.attention.map(({ nLayers, nHeads, nQueries, nKeys }) =>
    comparingMs(nLayers * nHeads, nQueries, nKeys),
  );
  return each.reduce((sum, ms) => sum + ms, 0);
}

/** Sentences that a ready list of words is found in, about. */
const N_WITH_WORDS = 60;

/** How long it will take to look for words in the sentences that come with the page, in milliseconds; null where they cannot be read. */
export function wordsMs({ model, run }: Pick<AppState, 'model' | 'run'>): number | null {
  return run === null || model.status !== 'ready' || model.model.takes !== 'text' ? null : N_WITH_WORDS * run.forwardMs;
}
