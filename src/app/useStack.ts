import { useMemo } from 'react';
import { hiddenOf } from '../core/hiding.ts';
import type { Hidden } from '../core/hiding.ts';
import type { HeadReport } from '../core/labels/report.ts';
import type { ModelRun } from '../core/run.ts';
import { stackOf } from '../core/stack.ts';
import type { Stack } from '../core/stack.ts';
import { freshReports } from './state.ts';
import type { AppState } from './state.ts';
import { useApp } from './store.ts';

const selectRun = (state: AppState) => state.run;
const selectKind = (state: AppState) => state.view.stack;
const selectReports = (state: AppState) => state.reports;
const selectHides = (state: AppState) => state.view.hidesSinks;

/** The stack on screen with its labels, which may be of the run before, and those of its own run. */
export type ShownStack = Stack & {
  readonly run: ModelRun;
  readonly reports: readonly HeadReport[] | null;
  readonly fresh: readonly HeadReport[] | null;
  /** What is hidden, or null to show all. */
  readonly hidden: Hidden | null;
};

/** The stack that the views show: the chosen one, else the first of the run; null before the first run. */
export function useStack(): ShownStack | null {
  const run = useApp(selectRun);
  const kind = useApp(selectKind);
  const reports = useApp(selectReports);
  const fresh = useApp(freshReports);
  const hides = useApp(selectHides);
  const stack = useMemo(() => (run === null ? null : stackOf(run, kind)), [run, kind]);
  const hidden = useMemo(
    () => (stack !== null && hides ? hiddenOf(stack.queryTokens, stack.keyTokens, stack.isCausal) : null),
    [stack, hides],
  );
  return useMemo(() => {
    if (stack === null || run === null) return null;
    const own = (all: readonly HeadReport[] | null) =>
      all?.filter((report) => report.kind === stack.tensor.kind) ?? null;
    return { ...stack, run, reports: own(reports), fresh: own(fresh), hidden };
  }, [stack, run, reports, fresh, hidden]);
}

/** True if the stack has such a head: a link may name one that this model lacks. */
export function hasHead(
  { tensor }: Stack,
  { layer, head }: { readonly layer: number; readonly head: number },
): boolean {
  return layer < tensor.nLayers && head < tensor.nHeads;
}
