import { memo, useMemo, useState } from 'react';
import { HeadGrid } from '../../views/HeadGrid/HeadGrid.tsx';
import { Term } from '../../views/parts/Term.tsx';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { gridRows } from '../shown/headTags.ts';
import { COLOR_WORDS, SCALE_WORDS, SENT_BASIS, SORT_WORDS } from '../parts/choiceWords.ts';
import { canAblate, kindOnScreen, toggleLayerOnScreen, toggleOnScreen, turnedNames } from '../shown/turning.ts';
import { toggleAllOneHead, toggleOneHead } from '../shown/folding.ts';
import { foldedLayers } from '../shown/oneHead.ts';
import { shownDimmed, shownTags } from '../shown/shownGrid.ts';
import { noteMarks, notesOnScreen } from '../shown/headNotes.ts';
import { shownPatterns } from '../shown/shownPatterns.ts';
import { pinnedNames } from '../shown/selectors.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { COLOR_KEYS, SORT_KEYS } from '../state/view.ts';
import { dispatch, useApp } from '../state/store.ts';
import { colorKeyOf, coloringWords } from '../shown/coloring.ts';
import type { GridColoring } from '../shown/coloring.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { useStack } from '../shown/useStack.ts';
import { useIsLow, useIsStacked } from '../shown/useEnvironment.ts';
import { followPatterns } from './followPatterns.ts';
import { LabelChips } from './LabelChips.tsx';
import type { GridLayout } from '../../views/HeadGrid/HeadGrid.layout.ts';
import type { GridRow } from '../../views/HeadGrid/HeadGrid.picture.ts';
import { StackChoice } from './StackChoice.tsx';
import styles from './HeadsPanel.module.css';

/** Fetched when the grid is first coloured by more than its patterns. */
const Coloring = fetched(async () => (await import('./Coloring.tsx')).Coloring);

/** What the pictures are of with heads switched off, and what of the model as it is stays beside them. Evidence is not drawn. */
const PICTURE_WORDS = {
  after: { says: 'Patterns with heads switched off', rest: '; the labels are those of the model as it is' },
  difference: {
    says: 'How patterns change with heads switched off',
    rest: '; the labels are those of the model as it is',
  },
} as const;

const selectHeads = (state: AppState) => state.view.heads;
const selectScale = (state: AppState) => state.view.scale;
const selectSort = (state: AppState) => state.view.sort;
const selectFilter = (state: AppState) => state.view.filter;
const selectMinScore = (state: AppState) => state.view.minScore;
const selectColor = (state: AppState) => state.view.color;
const selectIsColored = (state: AppState) => colorKeyOf(state.view) !== 'weight';
const selectOneHead = (state: AppState) => state.view.oneHead;
const selectTogether = (state: AppState) => foldedLayers(state).length > 1;

const selectTurned = (state: AppState) => state.view.ablation;

/** More than these have less than a pixel each in a thumbnail of any size. */
const MANY_TOKENS = 128;

const HOW_TO = (
  <>
    Each square is one <Term of="head">head</Term>, each line of them a <Term of="layer">layer</Term>. In a square, a
    row is a <Term of="token">token</Term> that looks (<Term of="query">query</Term>), a column a token looked at (
    <Term of="key">key</Term>); the stronger the colour, the more <Term of="attention">attention</Term>.
  </>
);

/** Fetched when the first layer is folded: the first picture does not wait for it. */
const FoldedLayer = fetched(async () => (await import('./FoldedLayer.tsx')).FoldedLayer);
const TogetherLine = fetched(async () => (await import('./FoldedLayer.tsx')).TogetherLine);

/** The left of the page: every head of the model, with what sorts and filters them. */
export const HeadsPanel = memo(function HeadsPanel() {
  const stage = useStage();
  const stack = useStack();
  const [coloring, setColoring] = useState<GridColoring | null>(null);
  const reports = coloring?.labels ?? stack?.reports ?? null;
  const heads = useApp(selectHeads);
  const scale = useApp(selectScale);
  const sort = useApp(selectSort);
  const filter = useApp(selectFilter);
  const minScore = useApp(selectMinScore);
  const isStacked = useIsStacked();
  const isLow = useIsLow();
  const tensor = stack?.tensor;
  const piece = stack === null ? 'word' : pieceWord(stack, 'key');
  const basis = coloring?.labels === undefined ? '' : SENT_BASIS;
  const tags = useMemo(() => shownTags(reports, piece, basis), [reports, piece, basis]);
  const dimmed = useMemo(() => shownDimmed(reports, filter, minScore), [reports, filter, minScore]);
  // Sorting waits for the labels: without them the grid stands as the model has it.
  const sortedBy = sort === 'layer' ? null : reports;
  const { nLayers = 0, nHeads = 0, layerNumbers } = tensor ?? {};
  const rows = useMemo(
    () => gridRows({ nLayers, nHeads, ...(layerNumbers && { layerNumbers }) }, sort, sortedBy),
    [nLayers, nHeads, layerNumbers, sort, sortedBy],
  );
  const pinned = useMemo(() => pinnedNames({ heads }), [heads]);
  const turnedHeads = useApp(selectTurned);
  const kind = useApp(kindOnScreen);
  const turned = useMemo(() => turnedNames(turnedHeads, kind), [turnedHeads, kind]);
  const isSwitchable = useApp(canAblate);
  const notes = useApp(notesOnScreen);
  const marks = useMemo(() => (tensor === undefined ? undefined : noteMarks(notes, tensor)), [notes, tensor]);
  const color = useApp(selectColor);
  const isColored = useApp(selectIsColored);
  const oneHead = useApp(selectOneHead);
  const isTogether = useApp(selectTogether);

  return (
    <section className={styles.panel} aria-label="All heads">
      <div className={styles.bar}>
        <h2 className={styles.title}>Heads</h2>
        <StackChoice />
        <SortBar />
      </div>
      <LabelChips reports={reports} piece={piece} />
      <p className={styles.howTo}>
        {stack?.isAfter ? <PictureSentence isDifference={stack.base !== null} /> : null}
        {coloring !== null ? (
          <span className={styles.coloring}>
            {coloring.maps ? 'Each square shows' : 'Under each head'}: {coloringWords(coloring)}.{' '}
          </span>
        ) : stack?.isAfter ? null : (
          <span className={styles.reading}>{HOW_TO} </span>
        )}
        {coloring?.maps ? null : (
          <span className={styles.reading}>
            Colour: {withTerms(stack?.base ? 'change of the weight' : SCALE_WORDS[scale].legend, { weight: 'weight' })}.
          </span>
        )}
        {Math.max(tensor?.nQueries ?? 0, tensor?.nKeys ?? 0) > MANY_TOKENS
          ? ' With so many tokens each point shows the largest weight of the cells under it.'
          : ''}
        {oneHead.length > 0 && sortedBy !== null
          ? ' Sorted, the heads stand in no layers: layers of one head come back with them.'
          : ''}
      </p>
      {isTogether && sortedBy === null ? (
        <LazyPart>
          <TogetherLine />
        </LazyPart>
      ) : null}
      {stack === null ? (
        <div className={styles.empty} />
      ) : (
        <HeadGrid
          {...(coloring?.maps ?? shownPatterns(stack, scale))}
          isLate={coloring?.isLate === true}
          fitsHeight={!isStacked && !isLow}
          rows={rows}
          tags={tags}
          dimmed={dimmed}
          pinned={pinned}
          turned={turned}
          folded={oneHead}
          onFold={fold}
          foldedRow={foldedRow}
          cells={coloring === null || coloring.maps ? null : coloring.facts}
          notes={marks}
          cellsMax={coloring?.max ?? 1}
          {...stage}
          onPin={pin}
          onPainted={onPainted}
          follow={coloring?.maps ? undefined : followPatterns}
          {...(isSwitchable ? SWITCHES : NO_SWITCHES)}
        />
      )}
      {isColored ? (
        <LazyPart>
          <Coloring color={color} stack={stack} onColoring={setColoring} />
        </LazyPart>
      ) : null}
    </section>
  );
});

/** Which patterns are drawn while heads are off; where there is little room, in as few words as tell it. */
function PictureSentence({ isDifference }: { readonly isDifference: boolean }) {
  const { says, rest } = PICTURE_WORDS[isDifference ? 'difference' : 'after'];
  return (
    <>
      {says}
      <span className={styles.reading}>{rest}</span>
      {'. '}
    </>
  );
}

/** What the heads are coloured and sorted by, and which are dimmed. */
const SortBar = memo(function SortBar() {
  const color = useApp(selectColor);
  const sort = useApp(selectSort);
  const minScore = useApp(selectMinScore);
  return (
    <>
      <label className={styles.field}>
        colour by
        <select
          value={color}
          onChange={(event) =>
            dispatch({
              type: 'viewChanged',
              change: { color: COLOR_KEYS.find((key) => key === event.target.value) ?? 'weight' },
            })
          }
        >
          {COLOR_KEYS.map((key) => (
            <option key={key} value={key}>
              {COLOR_WORDS[key]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        sort
        <select
          aria-label="sorted by"
          value={sort}
          onChange={(event) =>
            dispatch({
              type: 'viewChanged',
              change: { sort: SORT_KEYS.find((key) => key === event.target.value) ?? 'layer' },
            })
          }
        >
          {SORT_KEYS.map((key) => (
            <option key={key} value={key}>
              {SORT_WORDS[key]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        dim below
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={minScore}
          aria-label="Dim heads whose label scores less"
          onChange={(event) => dispatch({ type: 'viewChanged', change: { minScore: Number(event.target.value) } })}
        />
        <output>{minScore.toFixed(2)}</output>
      </label>
    </>
  );
});

const SWITCHES = { onToggle: toggleOnScreen, onToggleLayer: toggleLayerOnScreen };
const NO_SWITCHES = {};

function fold(layer: number | null): void {
  if (layer === null) toggleAllOneHead();
  else toggleOneHead(layer);
}

function foldedRow({ layer }: GridRow, { foldedSide }: GridLayout) {
  return layer === null ? null : (
    <LazyPart>
      <FoldedLayer layer={layer} side={foldedSide} />
    </LazyPart>
  );
}

function onPainted(): void {
  performance.mark('headlight:painted');
}

function pin(head: { readonly layer: number; readonly head: number }): void {
  dispatch({ type: 'headPinned', head });
}
