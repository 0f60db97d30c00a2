import { leaveOneOut } from '../../core/ablation/orders.ts';
import { comparingMs, measuringMs } from '../../core/study/expected.ts';
import type { ModelRun } from '../../core/run.ts';
import type { Pace } from '../../inference/protocol.ts';
import { canReadWords } from './canReadWords.ts';
import type { AppState } from '../state/appState.ts';

/** How long a pass of the run on screen takes: the smaller of what it took, and of what another pass of the model says of so many tokens. */
function passMs(other: Pace | undefined, { forwardMs, tokens }: Pick<ModelRun, 'forwardMs' | 'tokens'>): number {
  if (other === undefined || !(other.ms > 0)) return forwardMs;
  return Math.min(forwardMs, other.ms * Math.max(1, tokens.length / other.nTokens));
}

/** How long measuring every head on the sentence on screen will take, in milliseconds; null where it cannot be measured. */
export function importanceMs({ model, run, view }: Pick<AppState, 'model' | 'run' | 'view'>): number | null {
  if (model.status !== 'ready' || model.ablation === null || run === null) return null;
  const nVariants = leaveOneOut(run.attention, view.mode).length;
  const { objective } = model.ablation;
  return measuringMs({ forwardMs: passMs(model.firstPass, run), nTokens: run.tokens.length, nVariants, objective });
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
export function wordsMs(state: Pick<AppState, 'model' | 'run' | 'catalog' | 'view'>): number | null {
  const { model, run } = state;
  return run === null || model.status !== 'ready' || !canReadWords(state)
    ? null
    : N_WITH_WORDS * passMs(model.firstPass, run);
}
