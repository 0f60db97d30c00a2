import { useMemo } from 'react';
import type { Hidden } from '../../core/hiding.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import { stackOf } from '../../core/stack.ts';
import type { Stack } from '../../core/stack.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { useRedrawn } from '../../views/parts/redrawn.ts';
import { hiddenIn } from './hiddenIn.ts';
import { freshReports, reportsOf } from './selectors.ts';
import { shownAblated, shownRun } from './shown.ts';
import type { AppState } from '../state/appState.ts';
import type { Picture } from '../state/view.ts';
import { useApp } from '../state/store.ts';

const selectKind = (state: AppState) => state.view.stack;
const selectReports = (state: AppState) => state.reports;
const selectHides = (state: AppState) => state.view.hidesSinks;
const selectPicture = (state: AppState) => state.view.picture;

/** The stack on screen with its labels, which may be of the run before, and those of its own run. */
export type ShownStack = Stack & {
  readonly run: ModelRun;
  readonly reports: readonly HeadReport[] | null;
  readonly fresh: readonly HeadReport[] | null;
  /** What is hidden, or null to show all. */
  readonly hidden: Hidden | null;
  /** Whether the patterns are those with heads switched off; its labels are still those of the model as it is. */
  readonly isAfter: boolean;
  /** The patterns of the model as it is, where the difference from them is drawn; else null. */
  readonly base: AttentionTensor | null;
};

/** The stack that the views show: the chosen one, else the first of the run; null before the first run. */
export function useStack(): ShownStack | null {
  useRedrawn();
  const run = useApp(shownRun);
  const kind = useApp(selectKind);
  const reports = useApp(selectReports);
  const fresh = useApp(freshReports);
  const hides = useApp(selectHides);
  const stack = useMemo(() => (run === null ? null : stackOf(run, kind)), [run, kind]);
  const hidden = useMemo(() => (stack !== null && hides ? hiddenIn(stack) : null), [stack, hides]);
  const picture = useApp(selectPicture);
  const ablated = useApp(shownAblated);
  const after = afterOf(ablated?.attention ?? [], stack);
  return useMemo(() => {
    if (stack === null || run === null) return null;
    return shownStack({ run, stack, reports, fresh, hidden, after, picture });
  }, [stack, run, reports, fresh, hidden, after, picture]);
}

/** The same for one moment: what `useStack` gives as long as the state is this one. */
export function stackOnScreen(state: AppState): ShownStack | null {
  const run = shownRun(state);
  const stack = run === null ? null : stackOf(run, state.view.stack);
  if (run === null || stack === null) return null;
  return shownStack({
    run,
    stack,
    reports: state.reports,
    fresh: freshReports(state),
    hidden: state.view.hidesSinks ? hiddenIn(stack) : null,
    after: afterOf(shownAblated(state)?.attention ?? [], stack),
    picture: state.view.picture,
  });
}

type ShownParts = {
  readonly run: ModelRun;
  readonly stack: Stack;
  readonly reports: readonly HeadReport[] | null;
  readonly fresh: readonly HeadReport[] | null;
  readonly hidden: Hidden | null;
  readonly after: AttentionTensor | null;
  readonly picture: Picture;
};

function shownStack({ run, stack, reports, fresh, hidden, after, picture }: ShownParts): ShownStack {
  const own = (all: readonly HeadReport[] | null) => reportsOf(all, stack.tensor.kind);
  if (after === null)
    return { ...stack, run, reports: own(reports), fresh: own(fresh), hidden, isAfter: false, base: null };
  const base = picture === 'difference' ? stack.tensor : null;
  // Evidence is drawn from labels, and the changed patterns have none of their own.
  return { ...stack, tensor: after, run, reports: own(reports), fresh: null, hidden, isAfter: true, base };
}

/** The patterns of a stack with heads switched off; null while there are none of its shape. */
function afterOf(attention: readonly AttentionTensor[], stack: Stack | null): AttentionTensor | null {
  const found = attention.find((tensor) => tensor.kind === stack?.tensor.kind);
  return found?.data.length === stack?.tensor.data.length ? (found ?? null) : null;
}
