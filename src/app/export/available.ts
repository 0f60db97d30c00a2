import { isEffectCurrent, isRecording } from '../shown/shown.ts';
import { CURVE_ORDERS } from '../../core/study/curveSets.ts';
import { CURVE_PURPOSES } from '../shown/curve.ts';
import { stretchOnScreen } from '../shown/stretchOnScreen.ts';
import type { AppState } from '../state/appState.ts';
import { FIGURE_KINDS } from '../state/askedFile.ts';
import type { FigureKind } from '../state/askedFile.ts';
import { insideAnswer } from '../state/inside.ts';
import { shownTrained } from '../state/trained.ts';

export const FIGURE_WORDS: Readonly<Record<FigureKind, string>> = {
  pinned: 'pinned heads',
  stretch: 'pinned heads, zoomed',
  heads: 'all heads',
  inside: 'inside',
  weights: 'weights of the head',
  importance: 'importance',
  curve: 'pruning curve',
  alike: 'alike',
  effect: 'effect',
  cost: 'what heads cost',
  trained: 'how many heads',
};

/** Whether there is something of a kind to draw. */
function isThere(kind: FigureKind, state: AppState): boolean {
  const { run, view, studies, ablated } = state;
  if (run === null) return false;
  switch (kind) {
    case 'pinned':
      return view.heads.length > 0;
    case 'stretch':
      return view.heads.length > 0 && stretchOnScreen(state) !== null;
    case 'heads':
      return true;
    case 'inside':
      return isInsideThere(state);
    case 'weights':
      return isInsideThere(state) && insideAnswer(state, 'weights')?.about === 'weights';
    case 'importance':
      return (studies.measured.importance?.results.length ?? 0) > 0;
    case 'curve':
      return CURVE_ORDERS.some((order) => (studies.measured[CURVE_PURPOSES[order]]?.results.length ?? 0) > 0);
    case 'alike':
      return (studies.alike?.comparisons.length ?? 0) > 0;
    // It needs nothing measured, so it is offered where it is looked at.
    case 'cost':
      return view.panel === 'cost';
    case 'trained':
      return view.panel === 'importance' && shownTrained(state) !== null;
    case 'effect':
      return ablated.effect !== null && isEffectCurrent(state);
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

/** Whether a query and a key are looked into: the page is open, and the layer of its head has been answered for. */
export function isInsideThere(state: AppState): boolean {
  if (state.run === null || state.view.panel !== 'inside') return false;
  return isRecording(state) || insideAnswer(state, 'layer') !== null;
}
