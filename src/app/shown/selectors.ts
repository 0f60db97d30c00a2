import type { AttentionKind } from '../../core/tensor.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import { formatHead } from '../../core/selection.ts';
import type { AppState } from '../state/appState.ts';
import type { View } from '../state/view.ts';

/** The labels of the run on screen, null while they are on their way: what is drawn on a heatmap must be of its own run. */
export function freshReports(state: AppState): readonly HeadReport[] | null {
  return state.labelledRunId === state.run?.runId ? state.reports : null;
}

/** The reports of one stack: heads of others have the same names. */
export function reportsOf(reports: readonly HeadReport[] | null, kind: AttentionKind): readonly HeadReport[] | null {
  return reports?.filter((report) => report.kind === kind) ?? null;
}

/** The pinned heads by name, for quick look-up. */
export function pinnedNames({ heads }: Pick<View, 'heads'>): ReadonlySet<string> {
  return new Set(heads.map(formatHead));
}
