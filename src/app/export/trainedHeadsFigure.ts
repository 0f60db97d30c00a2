import { trainedRows } from '../../core/study/trainedHeads.ts';
import type { Figure } from '../../views/figure/page.ts';
import { PAPER } from '../../views/figure/paper.ts';
import { trainedFigure } from '../../views/figure/trainedFigure.ts';
import { trainedPicture } from '../../views/TrainedChart/TrainedChart.picture.ts';
import { trainedSeries, trainedWords } from '../shown/trainedWords.ts';
import type { AppState } from '../state/appState.ts';
import { shownTrained } from '../state/trained.ts';

/** The comparison of trained models that the page shows; it is offered only where there is one. */
export function trainedHeadsFigure(state: AppState): Figure {
  const trained = shownTrained(state);
  if (trained === null) throw new RangeError('no comparison of trained models is shown');
  const rows = trainedRows(trained.runs);
  const own = [...trained.models].find(([, id]) => id === state.view.modelId)?.[0] ?? null;
  const caption = trainedWords(trained, rows);
  const picture = trainedPicture({ series: trainedSeries(rows, trained.kind), own }, PAPER.trainedWidth, PAPER.rem);
  return trainedFigure(picture, { title: 'How many heads?', description: caption.join(' '), caption });
}
