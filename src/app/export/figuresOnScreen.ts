import type { Figure } from '../../views/figure/page.ts';
import { stackOnScreen } from '../shown/useStack.ts';
import type { AppState } from '../state/appState.ts';
import type { FigureKind } from '../state/askedFile.ts';
import type { PageName } from '../state/pageNames.ts';
import { figureKinds, figureNames } from './available.ts';
import { drawFigure } from './saveFigure.ts';

/** Figures of what a page on the right shows. */
const OF_PAGE: Readonly<Record<PageName, readonly FigureKind[]>> = {
  heads: ['stretch', 'pinned'],
  inside: ['inside', 'weights'],
  off: ['effect'],
  importance: ['importance', 'curve', 'trained'],
  alike: ['alike'],
  words: [],
  notes: [],
  cost: ['cost'],
};

/** The kinds of figures that are to be seen now: all heads, and what there is of the page on the right. */
function kindsOnScreen(state: AppState): readonly FigureKind[] {
  const seen: readonly FigureKind[] = ['heads', ...OF_PAGE[state.view.panel]];
  const kinds = figureKinds(figureNames(state)).filter((kind) => seen.includes(kind));
  return kinds.includes('stretch') ? kinds.filter((kind) => kind !== 'pinned') : kinds;
}

/** What is to be seen now, drawn; none before the first run. */
export async function figuresOnScreen(state: AppState): Promise<readonly Figure[]> {
  const stack = stackOnScreen(state);
  if (stack === null) return [];
  return Promise.all(kindsOnScreen(state).map(async (kind) => drawFigure(kind, stack, state)));
}
