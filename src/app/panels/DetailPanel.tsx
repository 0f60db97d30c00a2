import { useMemo } from 'react';
import { sinkPositions } from '../../core/hiding.ts';
import { formatHead, sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { patternOf } from '../../core/tensor.ts';
import type { ModelRun } from '../../core/run.ts';
import { AttentionMatrix } from '../../views/AttentionMatrix/AttentionMatrix.tsx';
import type { HoverStore } from '../../views/hover.ts';
import { largestShown } from '../../views/paint/largest.ts';
import type { Scheme } from '../../views/paint/ramp.ts';
import { Legend } from '../../views/parts/Legend.tsx';
import { useHover } from '../../views/parts/useHover.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { headTags } from '../headTags.ts';
import { SCALE_WORDS } from '../messages.ts';
import { freshReports } from '../state.ts';
import type { AppState } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import { useIsStacked } from '../useEnvironment.ts';
import { marksOf, reportOf } from '../useShownHead.ts';
import { detailLayout } from './detailLayout.ts';
import { ScaleBar } from './ScaleBar.tsx';
import styles from './DetailPanel.module.css';

const selectRun = (state: AppState) => state.run;
const selectView = (state: AppState) => state.view;
const selectActive = (state: AppState) => state.activePin;

export type DetailPanelProps = { readonly hover: HoverStore; readonly scheme: Scheme; readonly rem: number };

/** The right of the page: pinned heads large and side by side; hovering the grid shows another head in the active place. */
export function DetailPanel({ hover, scheme, rem }: DetailPanelProps) {
  const run = useApp(selectRun);
  const view = useApp(selectView);
  const activePin = useApp(selectActive);
  const isStacked = useIsStacked();
  const hovered = useHover(hover, (now) => now.head);
  const [box, size] = useSize();
  const isPreview = hovered !== null && !view.heads.some((head) => sameHead(head, hovered));
  const heads = useMemo(
    () => placesOf(view.heads, activePin, isPreview ? hovered : null),
    [view.heads, activePin, isPreview, hovered],
  );
  const layout = detailLayout(Math.max(1, heads.length), size.width, isStacked ? Infinity : size.height, rem);
  const first = heads[0]?.head ?? null;

  return (
    <section className={styles.panel} aria-label="Pinned heads">
      <ScaleBar />
      <div ref={box} className={styles.places}>
        {run === null ? null : (
          <div className={styles.grid} style={{ gridTemplateColumns: `repeat(${layout.columns}, ${layout.width}px)` }}>
            {heads.map((place) => (
              <Place
                key={place.key}
                run={run}
                place={place}
                width={layout.width}
                height={layout.height}
                isActive={place.index === activePin}
                hover={hover}
                scheme={scheme}
                rem={rem}
              />
            ))}
            {heads.length === 0 ? (
              <p className={styles.hint}>Point at a head to see it large; click it to pin it here.</p>
            ) : null}
          </div>
        )}
      </div>
      <DetailLegend run={run} head={first} scheme={scheme} />
    </section>
  );
}

type PlaceOf = { readonly key: string; readonly head: HeadRef; readonly index: number; readonly isPreview: boolean };

/** The pinned heads in their places; a previewed head stands in the active place, so that nothing moves. */
function placesOf(pinned: readonly HeadRef[], active: number, preview: HeadRef | null): readonly PlaceOf[] {
  const places = pinned.map((head, index) =>
    preview !== null && index === active
      ? { key: `place ${index}`, head: preview, index, isPreview: true }
      : { key: `place ${index}`, head, index, isPreview: false },
  );
  if (places.length === 0 && preview !== null) return [{ key: 'place 0', head: preview, index: 0, isPreview: true }];
  return places;
}

type PlaceProps = {
  readonly run: ModelRun;
  readonly place: PlaceOf;
  readonly width: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly hover: HoverStore;
  readonly scheme: Scheme;
  readonly rem: number;
};

const selectReports = (state: AppState) => state.reports;
const selectPanelLabel = (state: AppState) => state.panelLabel;

function Place({ run, place, width, height, isActive, hover, scheme, rem }: PlaceProps) {
  const { head, index, isPreview } = place;
  const view = useApp(selectView);
  const reports = useApp(selectReports);
  const fresh = useApp(freshReports);
  const panelLabel = useApp(selectPanelLabel);
  const tensor = run.attention[0];
  const report = useMemo(() => reportOf(reports, head), [reports, head]);
  const tag = useMemo(() => (report === null ? undefined : headTags([report]).get(formatHead(head))), [report, head]);
  const hidden = useMemo(
    () => (view.hidesSinks ? sinkPositions(run.tokens, run.model.isCausal) : null),
    [run, view.hidesSinks],
  );
  const label = isActive ? panelLabel : null;
  const marks = useMemo(
    () =>
      tensor === undefined || !view.showsEvidence
        ? []
        : marksOf(run, reportOf(fresh, head), label, patternOf(tensor, head)),
    [run, tensor, fresh, label, head, view.showsEvidence],
  );
  if (tensor === undefined || head.layer >= tensor.nLayers || head.head >= tensor.nHeads) return null;
  const name = formatHead(head);
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
          title="Explain this head below"
          onClick={() => dispatch({ type: 'pinActivated', index })}
        >
          <b>{name}</b> {tag?.name} {tag?.score}
        </button>
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
        tensor={tensor}
        head={head}
        tokens={run.tokens}
        isCausal={run.model.isCausal}
        hidden={hidden}
        mode={view.scale}
        scheme={scheme}
        rem={rem}
        width={width}
        height={height - 1.9 * rem}
        marks={marks}
        hover={hover}
      />
    </article>
  );
}

function DetailLegend({
  run,
  head,
  scheme,
}: {
  readonly run: ModelRun | null;
  readonly head: HeadRef | null;
  readonly scheme: Scheme;
}) {
  const { scale, hidesSinks } = useApp(selectView);
  const tensor = run?.attention[0];
  const max = useMemo(() => {
    if (
      scale !== 'head' ||
      tensor === undefined ||
      head === null ||
      head.layer >= tensor.nLayers ||
      head.head >= tensor.nHeads
    )
      return 1;
    return largestShown(patternOf(tensor, head), tensor.nKeys, null);
  }, [scale, tensor, head]);
  const leftOut = [run?.model.isCausal ? 'not allowed' : '', hidesSinks ? 'hidden' : '']
    .filter((word) => word !== '')
    .join(' or ');
  return (
    <div className={styles.legend}>
      <Legend
        scale={{ mode: scale, max }}
        scheme={scheme}
        title={SCALE_WORDS[scale].legend}
        showsLeftOut={leftOut === '' ? null : leftOut}
      />
      {hidesSinks ? <strong className={styles.mark}>renormalised</strong> : null}
      {run === null ? null : (
        <span
          className={styles.checked}
          title={`The largest difference of a row's sum from 1 is ${run.rowSumError.toExponential(1)}`}
        >
          rows sum to 1 ✓
        </span>
      )}
    </div>
  );
}
