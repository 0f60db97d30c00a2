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
