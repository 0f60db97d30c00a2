import { memo } from 'react';
import type { RefObject } from 'react';
import type { HeadRef } from '../../core/selection.ts';
import type { HoverStore } from '../hover.ts';
import { Glyph } from '../parts/Glyph.tsx';
import type { GridLayout } from './HeadGrid.layout.ts';
import { gridChip } from './HeadGrid.picture.ts';
import type { GridCell } from './HeadGrid.picture.ts';
import styles from './HeadGrid.module.css';

type HeadCellProps = {
  readonly cell: GridCell;
  readonly layout: GridLayout;
  /** The one cell that Tab reaches; the arrow keys lead on from it. */
  readonly isCurrent: boolean;
  readonly hover: HoverStore;
  readonly canvases: RefObject<Map<string, HTMLCanvasElement>>;
  readonly onPin: (head: HeadRef) => void;
  readonly onFocus: (head: HeadRef) => void;
  readonly rem: number;
  readonly onToggle: ((head: HeadRef) => void) | undefined;
};

/** One head of the grid: pointing at it or focusing it previews it, a click or Enter pins it. */
export const HeadCell = memo(Cell, isSame);

/** Cells with their labels and facts are new objects after every run, most of them with the same words. */
function isSame(
  { cell: before, ...propsBefore }: HeadCellProps,
  { cell: after, ...propsAfter }: HeadCellProps,
): boolean {
  const { tag: tagBefore = {}, fact: factBefore, note: noteBefore, ...cellBefore } = before;
  const { tag: tagAfter = {}, fact: factAfter, note: noteAfter, ...cellAfter } = after;
  return (
    haveSameFields(propsBefore, propsAfter) &&
    haveSameFields(cellBefore, cellAfter) &&
    haveSameFields(tagBefore, tagAfter) &&
    haveSameFields(factBefore ?? {}, factAfter ?? {}) &&
    haveSameFields(noteBefore ?? {}, noteAfter ?? {})
  );
}

/** Every cell is asked at each answer: no map is made of its fields. */
function haveSameFields(a: object, b: object): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && Object.is(Reflect.get(a, name), Reflect.get(b, name)))
  );
}

function Cell({ cell, layout, isCurrent, hover, canvases, onPin, onFocus, rem, onToggle }: HeadCellProps) {
  const { head, name, shownName, keep, badge, fact, note } = cell;
  const chip = gridChip(cell, layout, rem);
  const does = `Switch ${shownName} ${keep === 0 ? 'on' : 'off'}`;
  return (
    <div
      role="gridcell"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={cell.says}
      aria-selected={cell.isPinned}
      data-head={name}
      data-label={cell.tag?.label ?? undefined}
      className={styles.cell}
      data-dimmed={cell.isDimmed || undefined}
      data-tinted={fact?.color ? true : undefined}
      data-turned={keep === 0 ? 'off' : keep < 1 ? 'down' : undefined}
      onPointerEnter={() => hover.set({ head })}
      onPointerLeave={() => hover.set({ head: null })}
      onFocus={() => {
        onFocus(head);
        hover.set({ head });
      }}
      onBlur={() => hover.set({ head: null })}
      onClick={() => onPin(head)}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === 'x' && onToggle !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          onToggle(head);
        }
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onPin(head);
      }}
    >
      <canvas
        ref={(canvas) => {
          if (canvas === null) return undefined;
          const map = canvases.current;
          map.set(name, canvas);
          return () => void map.delete(name);
        }}
        className={styles.thumbnail}
        style={{ width: layout.side, height: layout.side, ...(fact?.color && { color: fact.color }) }}
        aria-hidden="true"
      />
      <span
        className={styles.veil}
        data-veil="cell"
        style={{ width: layout.side, height: layout.side }}
        aria-hidden="true"
      />
      {badge !== null ? (
        <span className={styles.turned} style={{ width: layout.side, height: layout.side }} aria-hidden="true">
          {keep === 0 ? (
            <svg viewBox="0 0 10 10" preserveAspectRatio="none">
              <path d="M0 0L10 10M10 0L0 10" />
            </svg>
          ) : null}
          {keep > 0 || layout.chip === 'word' ? <span className={styles.badge} data-text={badge} /> : null}
        </span>
      ) : null}
      {note === null ? null : (
        <span
          className={styles.note}
          data-narrow={layout.chip === 'glyph' || undefined}
          data-text={layout.chip === 'glyph' ? '' : note.mark}
          title={`Note: ${note.says}`}
          aria-hidden="true"
        />
      )}
      {onToggle === undefined ? null : (
        <button
          type="button"
          // The key x does the same on the cell: one stop of Tab for the whole grid.
          tabIndex={-1}
          className={styles.toggle}
          data-narrow={layout.chip === 'glyph' || undefined}
          aria-label={does}
          title={`${does} (x)`}
          onClick={(event) => {
            event.stopPropagation();
            onToggle(head);
          }}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="M6 1V6M3.4 2.7a4.3 4.3 0 1 0 5.2 0" />
          </svg>
        </button>
      )}
      <span
        className={styles.chip}
        data-narrow={layout.chip === 'glyph' || undefined}
        data-fact={fact?.state}
        style={{
          height: layout.chipHeight,
          ...(fact?.color && fact.ink && { background: fact.color, color: fact.ink }),
        }}
        title={cell.title}
      >
        {chip.name === null ? null : <span className={styles.chipHead}>{chip.name}</span>}
        {chip.glyph === null ? null : <Glyph shape={chip.glyph} />}
        {chip.word === null ? null : <span className={styles.chipWord} data-text={chip.word} />}
        {chip.number === null ? null : <span className={styles.fact} data-text={chip.number} />}
      </span>
    </div>
  );
}
