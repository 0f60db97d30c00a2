import type { Stretch } from '../../core/stretch/stretch.ts';
import { hasHead } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { gridFigure } from '../../views/figure/gridFigure.ts';
import { gridPicture } from '../../views/HeadGrid/HeadGrid.picture.ts';
import { MAX_THUMBNAIL_SIDE } from '../../views/HeadGrid/HeadGrid.svg.ts';
import { headsFigure } from '../../views/figure/headsFigure.ts';
import type { Figure, Pause } from '../../views/figure/page.ts';
import type { HeadPanel } from '../../views/figure/headPanel.ts';
import { kindOnScreen, turnedNames } from '../shown/turning.ts';
import { textOnScreen } from '../shown/inputOnScreen.ts';
import { colorKeyOf, coloringWords } from '../shown/coloring.ts';
import type { GridColoring } from '../shown/coloring.ts';
import { gridColoring } from '../shown/gridColoring.ts';
import { offeredLengthsOf, sentLabelsOf } from '../shown/sentMaps.ts';
import { gridRows } from '../shown/headTags.ts';
import { foldedLayers } from '../shown/oneHead.ts';
import { askOnScreen } from '../shown/ask.ts';
import type { ShownAsk } from '../shown/ask.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { shownDimmed, shownTags } from '../shown/shownGrid.ts';
import { noteMarks, notesOnScreen } from '../shown/headNotes.ts';
import { objectiveOf } from '../shown/shownImportance.ts';
import { shownPatterns } from '../shown/shownPatterns.ts';
import { pinMarks, pinTag } from '../shown/shownPin.ts';
import { LABEL_WORDS, ofPiece } from '../../core/labels/words.ts';
import { SENT_BASIS, SORT_WORDS } from '../parts/choiceWords.ts';
import type { AppState } from '../state/appState.ts';
import { askedWord } from '../state/asked.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { askedLine } from './askedLine.ts';
import { costsLine, mapsLine, modelLine, patternLine, sentenceLine, stretchLine, turnedWords } from './figureWords.ts';

/** The pinned heads as they stand on the right of the page: all of them, or a stretch. */
export function pinnedFigure(
  stack: ShownStack,
  state: AppState,
  stretch: Stretch | null,
  pause: Pause,
): Promise<Figure> {
  const { view, activePin, panelLabel } = state;
  const turned = turnedWords(state);
  const panels = view.heads.flatMap((head, index): readonly HeadPanel[] => {
    if (!hasHead(stack.tensor, head)) return [];
    const tag = pinTag(stack, head, pieceWord(stack, 'key'));
    const label = index === activePin ? panelLabel : null;
    const marks = view.showsEvidence ? pinMarks(stack, head, label) : [];
    return [{ head, label: tag === undefined ? '' : `${tag.says} ${tag.score}`.trim(), turned: turned(head), marks }];
  });
  const names = panels.map(({ head, label }) => `${headName(stack.tensor, head)} ${label}`.trim());
  const ask = askOnScreen(stack, view);
  const asked = askedLine(stack, ask);
  const part = stretchLine(stack, stretch);
  const hasMarks = panels.some(({ marks }) => marks.length > 0);
  return headsFigure(
    {
      ...shownPatterns(stack, view.scale),
      queryTokens: stack.queryTokens,
      keyTokens: stack.keyTokens,
      stretch,
      lit: litOf(ask),
      sound: stack.run.sound,
    },
    panels,
    {
      title: `Attention of ${names.join(', ')}`,
      description: [
        sentenceLine(stack),
        ...(part === '' ? [] : [part]),
        patternLine(stack, state),
        asked,
        modelLine(stack),
      ].join(' '),
      caption: [
        [sentenceLine(stack), part].join(' ').trim(),
        `${patternLine(stack, state)}${hasMarks ? ' Outlined in green: the evidence for the label.' : ''}${asked === '' ? '' : ` ${asked}`}`,
        modelLine(stack),
      ],
    },
    pause,
  );
}

function litOf(ask: ShownAsk | null) {
  return { query: ask?.side === 'query' ? ask.position : null, key: ask?.side === 'key' ? ask.position : null };
}

/** All heads as they stand on the left of the page: sorted, filtered, with those switched off marked. */
export function allHeadsFigure(stack: ShownStack, state: AppState, pause: Pause): Promise<Figure> {
  const { sort, filter, minScore, ablation, oneHead, scale } = state.view;
  const { tensor } = stack;
  const coloring = coloringOnScreen(stack, state);
  const reports = coloring?.labels ?? stack.reports;
  const isByLayer = sort === 'layer' || reports === null;
  const isPooled = Math.max(tensor.nQueries, tensor.nKeys) > MAX_THUMBNAIL_SIDE;
  const notes = [
    isByLayer ? '' : `Heads are sorted by ${SORT_WORDS[sort]}.`,
    isByLayer && foldedLayers(state).length > 0 ? costsLine(state) : '',
    filter === null
      ? ''
      : `Pale: heads without the label “${ofPiece(LABEL_WORDS[filter].says, pieceWord(stack, 'key'))}”.`,
    minScore > 0 ? `Pale: labels below ${minScore.toFixed(2)}.` : '',
    mapsLine(state, coloring),
    coloring === null ? '' : `${coloring.maps ? 'Each square shows' : 'Framed by'}: ${coloringWords(coloring)}.`,
    coloring?.labels === undefined ? '' : `Labels are ${SENT_BASIS}, each row divided by its sum.`,
    isPooled ? `A dot shows the largest value of its block: there are more than ${MAX_THUMBNAIL_SIDE} tokens.` : '',
  ].filter((note) => note !== '');
  return gridFigure(
    gridPicture(
      {
        tensor,
        rows: gridRows(tensor, sort, sort === 'layer' ? null : reports),
        tags: shownTags(reports, pieceWord(stack, 'key')),
        dimmed: shownDimmed(reports, filter, minScore),
        turned: turnedNames(ablation, kindOnScreen(state)),
        cells: coloring === null || coloring.maps ? null : coloring.facts,
        cellsMax: coloring?.max ?? 1,
        notes: noteMarks(notesOnScreen(state), tensor),
        folded: oneHead,
      },
      'light',
    ),
    coloring?.maps ?? shownPatterns(stack, scale),
    coloring?.legend ?? null,
    {
      title: `Attention of all ${tensor.nLayers * tensor.nHeads} heads`,
      description: [sentenceLine(stack), patternLine(stack, state), ...notes, modelLine(stack)].join(' '),
      caption: [sentenceLine(stack), [patternLine(stack, state), ...notes].join(' '), modelLine(stack)],
    },
    pause,
  );
}

/** What the grid on screen is coloured by, for one moment. */
function coloringOnScreen(stack: ShownStack, state: AppState): GridColoring | null {
  return gridColoring(colorKeyOf(state.view), {
    stack,
    importance: state.studies.measured.importance ?? null,
    objective: objectiveOf(state),
    by: state.studies.sentences.by,
    alike: state.studies.alike,
    keys: state.view.keys,
    active: state.view.heads[state.activePin] ?? null,
    kind: kindOnScreen(state),
    notes: notesOnScreen(state),
    ask: { ...state.view, asked: askedWord(state.view) },
    text: textOnScreen(state),
    lengths: offeredLengthsOf(state),
    lengthsBefore: null,
    sentLabels: sentLabelsOf(state),
  });
}
