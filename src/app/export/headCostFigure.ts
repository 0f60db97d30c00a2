import { counted } from '../../core/numberWords.ts';
import { costPicture } from '../../views/CostChart/CostChart.picture.ts';
import { costFigure } from '../../views/figure/costFigure.ts';
import type { Figure } from '../../views/figure/page.ts';
import { PAPER } from '../../views/figure/paper.ts';
import { rowWords, verdictWords } from '../shown/costWords.ts';
import { shapeOnScreen } from '../shown/shapeOnScreen.ts';
import { setupOnScreen, shownCost } from '../shown/shownCost.ts';
import { backendWords } from '../parts/choiceWords.ts';
import type { AppState } from '../state/appState.ts';

/** What more heads cost in the layer that is compared. */
export function headCostFigure(state: AppState): Figure {
  const model = shapeOnScreen(state);
  const setup = setupOnScreen(state.view.cost, model);
  const { rows, found, values } = shownCost(setup, model, state.timing, state.shown?.model.name ?? null);
  const { kept, nTokens, nLayers } = setup.fixed;
  const caption = [
    verdictWords(rows, setup.nHeads, found),
    rowWords(
      rows.find(({ nHeads }) => nHeads === setup.nHeads),
      found,
    ),
    `At one width of ${kept === 'together' ? 'all heads together' : 'each head'}; ${nTokens} tokens, ${counted(nLayers, 'layer')}.`,
    found === null
      ? ''
      : `Times: one layer ${found.plan.d} wide, ${found.plan.nTokens} tokens, fastest of ${found.times.nRounds} passes; ${backendWords(found.times.backend, 'fp32')}.`,
  ].filter((line) => line !== '');
  return costFigure(costPicture(values, PAPER.curve, PAPER.rem), {
    title: 'What heads cost',
    description: caption.join(' '),
    caption,
  });
}
