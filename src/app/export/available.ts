import { isEffectCurrent } from '../shown/shown.ts';
import { CURVE_ORDERS } from '../../core/study/curveSets.ts';
import { CURVE_PURPOSES } from '../shown/curve.ts';
import type { AppState } from '../state/appState.ts';

const FIGURE_KINDS = ['pinned', 'heads', 'importance', 'curve', 'alike', 'effect'] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

export const FIGURE_WORDS: Readonly<Record<FigureKind, string>> = {
  pinned: 'pinned heads',
  heads: 'all heads',
  importance: 'importance',
  curve: 'pruning curve',
  alike: 'alike',
  effect: 'effect',
};

/** Whether there is something of a kind to draw. */
function isThere(kind: FigureKind, { run, view, studies, ablated, ...rest }: AppState): boolean {
  if (run === null) return false;
  switch (kind) {
    case 'pinned':
      return view.heads.length > 0;
    case 'heads':
      return true;
    case 'importance':
      return (studies.measured.importance?.results.length ?? 0) > 0;
    case 'curve':
      return CURVE_ORDERS.some((order) => (studies.measured[CURVE_PURPOSES[order]]?.results.length ?? 0) > 0);
    case 'alike':
      return (studies.alike?.comparisons.length ?? 0) > 0;
    case 'effect':
      return ablated.effect !== null && isEffectCurrent({ run, view, studies, ablated, ...rest });
  }
}

/** The figures that can be drawn now, as one text that keeps its identity: "pinned heads". */
export function figureNames(state: AppState): string {
  return FIGURE_KINDS.filter((kind) => isThere(kind, state)).join(' ');
}

/** The list behind that text. */
export function figureKinds(names: string): readonly FigureKind[] {
  return FIGURE_KINDS.filter((kind) => names.split(' ').includes(kind));
}
