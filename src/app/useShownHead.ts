import { useMemo } from 'react';
import { evidenceOf } from '../core/labels/evidence.ts';
import { createLabelContext } from '../core/labels/context.ts';
import type { LabelContext } from '../core/labels/context.ts';
import type { HeadReport, LabelId } from '../core/labels/report.ts';
import { renormalise, sinkPositions } from '../core/hiding.ts';
import type { HiddenRows } from '../core/hiding.ts';
import type { ModelRun } from '../core/run.ts';
import { sameHead } from '../core/selection.ts';
import type { HeadRef } from '../core/selection.ts';
import { patternOf } from '../core/tensor.ts';
import type { Mark } from '../views/AttentionMatrix/marks.ts';
import type { Arc } from '../views/behaviors/arcLayer.ts';
import type { HoverStore } from '../views/hover.ts';
import { useHover } from '../views/parts/useHover.ts';
import { freshReports } from './state.ts';
import type { AppState } from './state.ts';
import { useApp } from './store.ts';

/** The head that the label panel and the arcs speak of: the hovered one, else the active pinned one. */
export type ShownHead = {
  readonly head: HeadRef;
  readonly report: HeadReport | null;
  readonly pattern: Float32Array;
  readonly hiding: { readonly hidden: Uint8Array; readonly rows: HiddenRows } | null;
  readonly arcs: readonly Arc[];
  readonly isPreview: boolean;
};

const selectRun = (state: AppState) => state.run;
const selectReports = (state: AppState) => state.reports;
const selectActive = (state: AppState) => state.view.heads[state.activePin] ?? null;
const selectHides = (state: AppState) => state.view.hidesSinks;
const selectShowsEvidence = (state: AppState) => state.view.showsEvidence;

export function useShownHead(hover: HoverStore): ShownHead | null {
  const hovered = useHover(hover, (now) => now.head);
  const active = useApp(selectActive);
  const run = useApp(selectRun);
  const reports = useApp(selectReports);
  const fresh = useApp(freshReports);
  const hides = useApp(selectHides);
  const showsEvidence = useApp(selectShowsEvidence);
  const head = hovered ?? active;
  return useMemo(() => {
    const tensor = run?.attention[0];
    if (
      head === null ||
      run === null ||
      tensor === undefined ||
      head.layer >= tensor.nLayers ||
      head.head >= tensor.nHeads
    )
      return null;
    const report = reportOf(reports, head);
    const pattern = patternOf(tensor, head);
    const hidden = hides ? sinkPositions(run.tokens, run.model.isCausal) : null;
    const hiding = hidden === null ? null : { hidden, rows: renormalise(pattern, tensor.nKeys, hidden) };
    const arcs = showsEvidence ? farLinks(run, reportOf(fresh, head), pattern) : [];
    return { head, report, pattern, hiding, arcs, isPreview: hovered !== null && !sameHead(hovered, active) };
  }, [head, hovered, active, run, reports, fresh, hides, showsEvidence]);
}

export function reportOf(reports: readonly HeadReport[] | null, head: HeadRef): HeadReport | null {
  return reports?.find((report) => sameHead(report, head)) ?? null;
}

const contexts = new WeakMap<ModelRun, LabelContext>();

/** The facts of a run's tokens that labels and their evidence are judged by; made once a run. */
export function contextOf(run: ModelRun): LabelContext {
  const known = contexts.get(run) ?? createLabelContext(run.tokens, run.model.isCausal);
  contexts.set(run, known);
  return known;
}

/** The far cells that carry a head's long-range label, as links between tokens; none if it has no such label. */
function farLinks(run: ModelRun, report: HeadReport | null, pattern: Float32Array): readonly Arc[] {
  const far = report?.labels.find((score) => score.label === 'long_range' && score.status === 'assigned');
  if (far === undefined) return [];
  const evidence = evidenceOf(far, contextOf(run), pattern);
  return evidence.kind === 'cells' ? evidence.cells : [];
}

/** What is drawn on a head's heatmap for one label (by default its strongest). */
export function marksOf(
  run: ModelRun,
  report: HeadReport | null,
  label: LabelId | null,
  pattern: Float32Array,
): readonly Mark[] {
  const score = report?.labels.find((one) => one.label === (label ?? report.strongest));
  if (score === undefined) return [];
  const evidence = evidenceOf(score, contextOf(run), pattern);
  return evidence.kind === 'none' ? [] : [evidence];
}
