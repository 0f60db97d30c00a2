import { useCallback, useMemo } from 'react';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { sinkPositions } from '../../core/hiding.ts';
import { HeadGrid } from '../../views/HeadGrid/HeadGrid.tsx';
import type { HeadTag } from '../../views/HeadGrid/HeadGrid.tsx';
import type { HoverStore } from '../../views/hover.ts';
import type { Scheme } from '../../views/paint/ramp.ts';
import { Glyph } from '../../views/parts/Glyph.tsx';
import { dimmedHeads, gridRows, headTags, labelCounts } from '../headTags.ts';
import { SORT_WORDS } from '../messages.ts';
import { pinnedNames } from '../state.ts';
import type { AppState, SortKey } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import { useIsStacked } from '../useEnvironment.ts';
import styles from './HeadsPanel.module.css';

const selectRun = (state: AppState) => state.run;
const selectReports = (state: AppState) => state.reports;
const selectView = (state: AppState) => state.view;

const NO_TAGS: ReadonlyMap<string, HeadTag> = new Map();
const NONE: ReadonlySet<string> = new Set();
const SORTS: readonly SortKey[] = ['layer', 'label', 'score', 'entropy', 'distance', 'sink'];

/** The left of the page: every head of the model, with what sorts and filters them. */
export function HeadsPanel({
  hover,
  scheme,
  rem,
}: {
  readonly hover: HoverStore;
  readonly scheme: Scheme;
  readonly rem: number;
}) {
  const run = useApp(selectRun);
  const reports = useApp(selectReports);
  const view = useApp(selectView);
  const isStacked = useIsStacked();
  const tensor = run?.attention[0];
  const tags = useMemo(() => (reports === null ? NO_TAGS : headTags(reports)), [reports]);
  const counts = useMemo(() => (reports === null ? [] : labelCounts(reports)), [reports]);
  const dimmed = useMemo(
    () =>
      reports === null || (view.filter === null && view.minScore === 0)
        ? NONE
        : dimmedHeads(reports, view.filter, view.minScore),
    [reports, view.filter, view.minScore],
  );
  // Sorting waits for the labels: without them the grid stands as the model has it.
  const sortedBy = view.sort === 'layer' ? null : reports;
  const rows = useMemo(
    () => (tensor === undefined ? [] : gridRows(tensor.nLayers, tensor.nHeads, view.sort, sortedBy)),
    [tensor, view.sort, sortedBy],
  );
  const pinned = useMemo(() => pinnedNames(view), [view]);
  const hidden = useMemo(
    () => (run !== null && view.hidesSinks ? sinkPositions(run.tokens, run.model.isCausal) : null),
    [run, view.hidesSinks],
  );
  const onPainted = useCallback(() => performance.mark('headlight:painted'), []);

  return (
    <section className={styles.panel} aria-label="All heads">
      <div className={styles.bar}>
        <h2 className={styles.title}>Heads</h2>
        <label className={styles.field}>
          sorted by
          <select
            value={view.sort}
            onChange={(event) =>
              dispatch({
                type: 'viewChanged',
                change: { sort: SORTS.find((key) => key === event.target.value) ?? 'layer' },
              })
            }
          >
            {SORTS.map((key) => (
              <option key={key} value={key}>
                {SORT_WORDS[key]}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.field}>
          score from
          <input
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={view.minScore}
            aria-label="Dim heads whose label scores less"
            onChange={(event) => dispatch({ type: 'viewChanged', change: { minScore: Number(event.target.value) } })}
          />
          <output>{view.minScore.toFixed(2)}</output>
        </label>
      </div>
      <div className={styles.chips} role="group" aria-label="Filter by label">
        {counts.map(([label, count]) => (
          <button
            key={label}
            type="button"
            className={styles.chip}
            aria-pressed={view.filter === label}
            onClick={() => dispatch({ type: 'viewChanged', change: { filter: view.filter === label ? null : label } })}
          >
            <Glyph shape={LABEL_WORDS[label].glyph} /> {LABEL_WORDS[label].name} <b>{count}</b>
          </button>
        ))}
      </div>
      {tensor === undefined || run === null ? (
        <div className={styles.empty} />
      ) : (
        <HeadGrid
          tensor={tensor}
          isCausal={run.model.isCausal}
          hidden={hidden}
          mode={view.scale}
          scheme={scheme}
          rem={rem}
          fitsHeight={!isStacked}
          rows={rows}
          tags={tags}
          dimmed={dimmed}
          pinned={pinned}
          hover={hover}
          onPin={pin}
          onPainted={onPainted}
        />
      )}
    </section>
  );
}

function pin(head: { readonly layer: number; readonly head: number }): void {
  dispatch({ type: 'headPinned', head });
}
