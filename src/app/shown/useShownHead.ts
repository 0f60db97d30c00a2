import { useMemo } from 'react';
import type { HeadReport } from '../../core/labels/report.ts';
import { renormalise } from '../../core/hiding.ts';
import type { Hidden, HiddenRows } from '../../core/hiding.ts';
import { hasHead, sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { patternOf } from '../../core/tensor.ts';
import type { Link } from '../../core/links.ts';
import type { HoverStore } from '../../views/hover.ts';
import { useHover } from '../../views/parts/useHover.ts';
import { farLinks, reportOf } from './evidence.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { useStack } from './useStack.ts';

/** The head that the label panel and the arcs speak of: the hovered one, else the active pinned one. */
type ShownHead = {
  readonly head: HeadRef;
  readonly report: HeadReport | null;
  /** Keeps its identity while labels come and go. */
  readonly picture: {
    readonly pattern: Float32Array;
    readonly hiding: { readonly hidden: Hidden; readonly rows: HiddenRows } | null;
  };
  readonly arcs: readonly Link[];
  readonly isPreview: boolean;
};

const selectActive = (state: AppState) => state.view.heads[state.activePin] ?? null;
const selectShowsEvidence = (state: AppState) => state.view.showsEvidence;

export function useShownHead(hover: HoverStore): ShownHead | null {
  const hovered = useHover(hover, (now) => now.head);
  const active = useApp(selectActive);
  const stack = useStack();
  const showsEvidence = useApp(selectShowsEvidence);
  const wanted = hovered ?? active;
  const head = wanted !== null && stack !== null && hasHead(stack.tensor, wanted) ? wanted : null;
  const tensor = stack?.tensor ?? null;
  const hidden = stack?.hidden ?? null;
  const picture = useMemo(() => {
    if (head === null || tensor === null) return null;
    const pattern = patternOf(tensor, head);
    const hiding = hidden === null ? null : { hidden, rows: renormalise(pattern, tensor.nKeys, hidden.keys) };
    return { pattern, hiding };
  }, [head, tensor, hidden]);
  const isPreview = hovered !== null && !sameHead(hovered, active);
  return useMemo(() => {
    if (head === null || stack === null || picture === null) return null;
    const far = showsEvidence ? farLinks(stack, reportOf(stack.fresh, head), picture.pattern) : [];
    return {
      head,
      report: reportOf(stack.reports, head),
      picture,
      arcs: far.length === 0 ? NO_ARCS : far,
      isPreview,
    };
  }, [head, stack, picture, showsEvidence, isPreview]);
}

const NO_ARCS: readonly Link[] = [];
