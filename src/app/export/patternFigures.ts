import { formatHead } from '../../core/selection.ts';
import { headName, patternOf } from '../../core/tensor.ts';
import { gridFigure } from '../../views/figure/gridFigure.ts';
import { gridPicture } from '../../views/HeadGrid/HeadGrid.picture.ts';
import { MAX_THUMBNAIL_SIDE } from '../../views/HeadGrid/HeadGrid.svg.ts';
import { headsFigure } from '../../views/figure/headsFigure.ts';
import type { Figure, Pause } from '../../views/figure/page.ts';
import type { HeadPanel, HeadPanels } from '../../views/figure/headPanel.ts';
import { largestDifference } from '../../views/paint/largestDifference.ts';
import { marksOf, reportOf } from '../shown/evidence.ts';
import { kindOnScreen, turnedNames } from '../shown/turning.ts';
import { dimmedHeads, gridRows, headTags } from '../shown/headTags.ts';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { SORT_WORDS } from '../parts/messages.ts';
import type { AppState } from '../state/appState.ts';
import { hasHead } from '../shown/useStack.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { modelLine, patternLine, sentenceLine, turnedWords } from './figureWords.ts';

/** The patterns on screen as figures draw them. */
function panelsOf(stack: ShownStack, { view }: AppState): HeadPanels {
  const { tensor, base, hidden, isCausal, queryTokens, keyTokens } = stack;
  const differenceMax = base === null ? 1 : largestDifference(tensor, base, hidden) || 1;
  return { tensor, base, hidden, isCausal, queryTokens, keyTokens, mode: view.scale, differenceMax };
}

/** The pinned heads as they stand on the right of the page. */
export function pinnedFigure(stack: ShownStack, state: AppState, pause: Pause): Promise<Figure> {
  const { view, activePin, panelLabel } = state;
  const tags = stack.reports === null ? null : headTags(stack.reports);
  const turned = turnedWords(state);
  const panels = view.heads.flatMap((head, index): readonly HeadPanel[] => {
    if (!hasHead(stack, head)) return [];
    const tag = tags?.get(formatHead(head));
    const label = index === activePin ? panelLabel : null;
    const marks =
      view.showsEvidence && stack.fresh !== null
        ? marksOf(stack, reportOf(stack.fresh, head), label, patternOf(stack.tensor, head))
        : [];
    return [{ head, label: tag === undefined ? '' : `${tag.says} ${tag.score}`.trim(), turned: turned(head), marks }];
  });
  const names = panels.map(({ head, label }) => `${headName(stack.tensor, head)} ${label}`.trim());
  const hasMarks = panels.some(({ marks }) => marks.length > 0);
  return headsFigure(
    panelsOf(stack, state),
    panels,
    {
      title: `Attention of ${names.join(', ')}`,
      description: [sentenceLine(stack), patternLine(stack, state), modelLine(stack)].join(' '),
      caption: [
        sentenceLine(stack),
        `${patternLine(stack, state)}${hasMarks ? ' Outlined in green: the evidence for the label.' : ''}`,
        modelLine(stack),
      ],
    },
    pause,
  );
}

/** All heads as they stand on the left of the page: sorted, filtered, with those switched off marked. */
export function allHeadsFigure(stack: ShownStack, state: AppState, pause: Pause): Promise<Figure> {
  const { sort, filter, minScore, ablation } = state.view;
  const { tensor, reports } = stack;
  const isFiltered = filter !== null || minScore > 0;
  const isPooled = Math.max(tensor.nQueries, tensor.nKeys) > MAX_THUMBNAIL_SIDE;
  const notes = [
    sort === 'layer' || reports === null ? '' : `Heads are sorted by ${SORT_WORDS[sort]}.`,
    filter === null ? '' : `Pale: heads without the label “${LABEL_WORDS[filter].says}”.`,
    minScore > 0 ? `Pale: labels below ${minScore.toFixed(2)}.` : '',
    isPooled ? `A dot shows the largest value of its block: there are more than ${MAX_THUMBNAIL_SIDE} tokens.` : '',
  ].filter((note) => note !== '');
  return gridFigure(
    gridPicture(
      {
        tensor,
        rows: gridRows(tensor, sort, sort === 'layer' ? null : reports),
        tags: reports === null ? new Map() : headTags(reports),
        dimmed: reports === null || !isFiltered ? new Set() : dimmedHeads(reports, filter, minScore),
        turned: turnedNames(ablation, kindOnScreen(state)),
      },
      'light',
    ),
    panelsOf(stack, state),
    {
      title: `Attention of all ${tensor.nLayers * tensor.nHeads} heads`,
      description: [sentenceLine(stack), patternLine(stack, state), ...notes, modelLine(stack)].join(' '),
      caption: [sentenceLine(stack), [patternLine(stack, state), ...notes].join(' '), modelLine(stack)],
    },
    pause,
  );
}
