import type { Figure } from '../../views/figure/page.ts';
import { pauseIfLong } from '../parts/pauseIfLong.ts';
import { fileName, saveFile } from '../parts/saveFile.ts';
import { stretchOnScreen } from '../shown/stretchOnScreen.ts';
import type { AppState } from '../state/appState.ts';
import type { FigureFormat, FigureKind } from '../state/askedFile.ts';
import { headMapOf } from '../alike/headMap.ts';
import { stackOnScreen } from '../shown/useStack.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { headCostFigure } from './headCostFigure.ts';
import { allHeadsFigure, pinnedFigure } from './patternFigures.ts';
import { rasterise } from './rasterise.ts';
import { roadFigure } from './roadFigure.ts';
import { weightsFigure } from './weightsFigure.ts';
import { trainedHeadsFigure } from './trainedHeadsFigure.ts';
import { importanceFigure, pruningFigure, sameLookFigure, strengthFigure } from './studyFigures.ts';

/**
 * Draws what is on screen as a figure and saves it: `headlight-<model>-<what>.svg` or `.png`.
 * Throws AppError 'figure-failed' if the browser cannot make the picture.
 */
export async function saveFigure(kind: FigureKind, format: FigureFormat, state: AppState): Promise<void> {
  const stack = stackOnScreen(state);
  if (stack === null) return;
  const figure = await drawFigure(kind, stack, state);
  const name = `headlight-${fileName(stack.run.model.id)}-${kind}.${format}`;
  if (format === 'svg') saveFile(name, [figure.svg], 'image/svg+xml');
  else saveFile(name, [await rasterise(figure)], 'image/png');
}

/** Draws one figure of what is on screen. */
export async function drawFigure(kind: FigureKind, stack: ShownStack, state: AppState): Promise<Figure> {
  switch (kind) {
    case 'pinned':
      return pinnedFigure(stack, state, null, pauseIfLong());
    case 'stretch':
      return pinnedFigure(stack, state, stretchOnScreen(state), pauseIfLong());
    case 'heads':
      return allHeadsFigure(stack, state, pauseIfLong());
    case 'inside':
      return roadFigure(stack, state);
    case 'weights':
      return weightsFigure(stack, state);
    case 'importance':
      return importanceFigure(stack, state);
    case 'curve':
      return pruningFigure(stack, state);
    case 'alike':
      return sameLookFigure(stack, state, headMapOf);
    case 'effect':
      return strengthFigure(stack, state);
    case 'cost':
      return headCostFigure(state);
    case 'trained':
      return trainedHeadsFigure(state);
  }
}
