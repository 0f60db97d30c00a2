import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { soundAxes } from '../../core/soundAxes.ts';
import { hasHead, sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Stretch } from '../../core/stretch/stretch.ts';
import { headName } from '../../core/tensor.ts';
import { AttentionMatrix } from '../../views/AttentionMatrix/AttentionMatrix.tsx';
import type { MatrixEdges } from '../../views/AttentionMatrix/AttentionMatrix.tsx';
import type { HoverStore } from '../../views/hover.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { tagTitle } from '../../views/parts/headTag.ts';
import { useHover } from '../../views/parts/useHover.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { shownPatterns } from '../shown/shownPatterns.ts';
import { NO_MARKS, pinMarks, pinTag } from '../shown/shownPin.ts';
import { useStage } from '../shown/stage.ts';
import { isLargeOnScreen } from '../shown/shown.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { useHasPictureFirst, useIsStacked } from '../shown/useEnvironment.ts';
import { useStack } from '../shown/useStack.ts';
import { useStretch } from '../shown/useStretch.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { DetailLegend } from './DetailLegend.tsx';
import { detailLayout, HEADING } from './detailLayout.ts';
import { EffectLine } from './EffectLine.tsx';
import { ahead, fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { ScaleBar } from './ScaleBar.tsx';
import { SwitchButton } from './SwitchButton.tsx';
import { TableToggle } from '../parts/TableToggle.tsx';
import styles from './DetailPanel.module.css';

/** Of a text that has so many tokens each has its name on any screen: nothing of it is too small. */
const FEW_TOKENS = 24;

const ZoomBar = fetched(ahead(async () => (await import('./ZoomBar.tsx')).ZoomBar));
const StretchCorner = fetched(ahead(async () => (await import('./StretchCorner.tsx')).StretchCorner));
const CellTable = fetched(async () => (await import('./CellTable.tsx')).CellTable);

const selectHeads = (state: AppState) => state.view.heads;
const selectScale = (state: AppState) => state.view.scale;
const selectShowsEvidence = (state: AppState) => state.view.showsEvidence;
const selectActive = (state: AppState) => state.activePin;
const selectAreSuggested = (state: AppState) => state.arePinsSuggested;

type DetailPanelProps = {
  /** Further controls of the head that is looked at. */
  readonly children: ReactNode;
};

/** Between the parts of the panel, as in its styles, in rem. */
const GAP = 0.5;

/** Pinned heads large and side by side, as high as the screen allows; hovering the grid shows another head in the active place. */
export const DetailPanel = memo(function DetailPanel({ children }: DetailPanelProps) {
  const { hover, rem } = useStage();
  const stack = useStack();
  const stretch = useStretch(stack);
  const area = useRef<HTMLDivElement>(null);
  const pinned = useApp(selectHeads);
  const activePin = useApp(selectActive);
  const isStacked = useIsStacked();
  const isFirst = useHasPictureFirst(useApp(isLargeOnScreen));
  const hovered = useHover(hover, (now) => now.head);
  const [frame, room] = useSize();
  const [top, { height: topHeight }] = useSize();
  const [foot, { height: footHeight }] = useSize();
  const isPreview = hovered !== null && !pinned.some((head) => sameHead(head, hovered));
  const heads = useMemo(
    () => placesOf(pinned, activePin, isPreview ? hovered : null, isStacked),
    [pinned, activePin, isPreview, hovered, isStacked],
  );
  const there = useMemo(() => pinned.filter((head) => stack !== null && hasHead(stack.tensor, head)), [pinned, stack]);
  const hasRun = stack !== null;
  const [wantsTable, setTable] = useState(false);
  // Without pinned heads there is nothing to list, and no way back.
  const isTable = wantsTable && pinned.length > 0;
  const grid = useRef<HTMLDivElement>(null);
  useShownPlace(grid, { index: activePin, count: pinned.length, isStacked, hasRun });
  const others = isFirst ? 0 : topHeight + footHeight + 2 * GAP * rem;
  const height = isStacked ? Infinity : room.height - others;
  const layout = detailLayout({ count: Math.max(1, heads.length), width: room.width, height, rem });
  const active = heads.find((place) => place.index === activePin)?.head ?? heads[0]?.head ?? null;

  return (
    <section
      className={styles.panel}
      data-picture-first={(isFirst && !isStacked) || undefined}
      aria-label="Pinned heads"
    >
      <div ref={frame} className={styles.frame} aria-hidden="true" />
      <div ref={top} className={styles.top}>
        <ScaleBar>
          {stack === null || (stretch === null && isShort(stack)) ? null : (
            <LazyPart>
              <ZoomBar stack={stack} stretch={stretch} area={area} />
            </LazyPart>
          )}
        </ScaleBar>
        <EffectLine />
      </div>
      <div ref={area} className={styles.places} data-zoomed={stretch !== null || undefined}>
        {stack === null ? null : isTable ? (
          <LazyPart>
            <CellTable stack={stack} heads={there} />
          </LazyPart>
        ) : (
          <div
            ref={grid}
            className={styles.grid}
            style={{ gridTemplateColumns: `repeat(${layout.columns}, ${layout.width}px)` }}
          >
            {heads.map((place) => (
              <Place
                key={place.key}
                stack={stack}
                stretch={stretch}
                place={place}
                width={layout.width}
                height={layout.height}
                isActive={place.index === activePin}
              />
            ))}
            {heads.length === 0 ? (
              <p className={styles.hint}>Point at a head to see it large; click it to pin it here.</p>
            ) : null}
          </div>
        )}
      </div>
      <div ref={foot}>
        <DetailLegend stack={stack} head={active}>
          {pinned.length === 0 ? null : <TableToggle isTable={isTable} hides="Show as a picture" onChange={setTable} />}
          {children}
        </DetailLegend>
      </div>
    </section>
  );
});

/** Whether each token has its name without zooming. */
function isShort({ tensor }: ShownStack): boolean {
  return Math.max(tensor.nQueries, tensor.nKeys) <= FEW_TOKENS;
}

type Shown = { readonly index: number; readonly count: number; readonly isStacked: boolean; readonly hasRun: boolean };

/** What has just been pinned must not be out of sight: its place is scrolled to. */
function useShownPlace(grid: RefObject<HTMLElement | null>, { index, count, isStacked, hasRun }: Shown): void {
  const areSuggested = useApp(selectAreSuggested);
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (!hasRun) return;
    const isPinned = before.current !== null && count >= before.current && index < count;
    before.current = count;
    if (!isStacked) showPlace(grid.current, index);
    // The whole page moves for a person only, not for what it chooses itself.
    else if (isPinned && !areSuggested) grid.current?.children[0]?.scrollIntoView({ block: 'nearest' });
  }, [grid, index, count, isStacked, hasRun, areSuggested]);
}

/** Scrolls a place into its panel, and nothing else of the page. */
function showPlace(grid: HTMLElement | null, index: number): void {
  const [panel, place] = [grid?.closest('[role=tabpanel]'), grid?.children[index]];
  if (!panel || !place) return;
  const [outer, inner] = [panel.getBoundingClientRect(), place.getBoundingClientRect()];
  if (inner.top < outer.top) panel.scrollTop -= outer.top - inner.top;
  else if (inner.bottom > outer.bottom) panel.scrollTop += Math.min(inner.bottom - outer.bottom, inner.top - outer.top);
}

type PlaceOf = { readonly key: string; readonly head: HeadRef; readonly index: number; readonly isPreview: boolean };

/** The pinned heads in their places; a previewed head stands in the active place, so that nothing moves. */
function placesOf(
  pinned: readonly HeadRef[],
  active: number,
  preview: HeadRef | null,
  isActiveFirst: boolean,
): readonly PlaceOf[] {
  const places = pinned.map((head, index) =>
    preview !== null && index === active
      ? { key: `place ${index}`, head: preview, index, isPreview: true }
      : { key: `place ${index}`, head, index, isPreview: false },
  );
  if (places.length === 0 && preview !== null) return [{ key: 'place 0', head: preview, index: 0, isPreview: true }];
  // Where places stand under each other, the one just touched must not be out of sight.
  return isActiveFirst ? places.toSorted((a, b) => Number(b.index === active) - Number(a.index === active)) : places;
}

/** As thick as a line of small letters, in rem. */
const EDGE = 0.9;

const SoundEdge = fetched(async () => (await import('../../views/SoundEdge/SoundEdge.tsx')).SoundEdge);

/** The sound of a run beside the axes that are moments of it. */
function soundEdges({ run: { sound }, tensor }: ShownStack, hover: HoverStore, rem: number): MatrixEdges | undefined {
  if (sound === undefined) return undefined;
  const { query, key } = soundAxes(sound, tensor.kind);
  return {
    depth: EDGE * rem,
    has: { query: query !== null, key: key !== null },
    draw: (axis, span, box) => (
      <LazyPart>
        <SoundEdge sound={sound} axis={axis} span={span} box={box} hover={hover} />
      </LazyPart>
    ),
  };
}

type PlaceProps = {
  readonly stack: ShownStack;
  readonly stretch: Stretch | null;
  readonly place: PlaceOf;
  readonly width: number;
  readonly height: number;
  readonly isActive: boolean;
};

const selectPanelLabel = (state: AppState) => state.panelLabel;

const Place = memo(function Place({ stack, stretch, place, width, height, isActive }: PlaceProps) {
  const { hover, scheme, rem } = useStage();
  const { head, index, isPreview } = place;
  const scale = useApp(selectScale);
  const showsEvidence = useApp(selectShowsEvidence);
  const panelLabel = useApp(selectPanelLabel);
  const tag = useMemo(() => pinTag(stack, head, pieceWord(stack, 'key')), [stack, head]);
  const label = isActive ? panelLabel : null;
  const isThere = hasHead(stack.tensor, head);
  const edges = useMemo(() => soundEdges(stack, hover, rem), [stack, hover, rem]);
  const marks = useMemo(
    () => (isThere && showsEvidence ? pinMarks(stack, head, label) : NO_MARKS),
    [isThere, stack, label, head, showsEvidence],
  );
  if (!isThere) return null;
  const name = headName(stack.tensor, head);
  return (
    <article
      className={styles.place}
      data-active={isActive || undefined}
      data-preview={isPreview || undefined}
      aria-label={`Head ${name}`}
    >
      <header className={styles.head}>
        <button
          type="button"
          className={styles.name}
          aria-pressed={isActive}
          title={`${tag === undefined ? '' : `${tagTitle(tag)}. `}Explain this head below`}
          onClick={() => dispatch({ type: 'pinActivated', index })}
        >
          <b>{name}</b> {tag?.says} {tag?.score}
        </button>
        <SwitchButton head={head} name={name} />
        {isPreview ? (
          <span className={styles.preview}>preview</span>
        ) : (
          <button
            type="button"
            className={styles.close}
            aria-label={`Unpin ${name}`}
            title={`Unpin ${name}`}
            onClick={() => dispatch({ type: 'headUnpinned', head })}
          >
            ×
          </button>
        )}
      </header>
      <AttentionMatrix
        {...shownPatterns(stack, scale)}
        head={head}
        queryTokens={stack.queryTokens}
        keyTokens={stack.keyTokens}
        scheme={scheme}
        rem={rem}
        width={width}
        height={height - HEADING * rem}
        marks={marks}
        stretch={stretch}
        edges={edges}
        corner={
          stretch && (
            <LazyPart>
              <StretchCorner stack={stack} head={head} stretch={stretch} />
            </LazyPart>
          )
        }
        hover={hover}
      />
    </article>
  );
});
