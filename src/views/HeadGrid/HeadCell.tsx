import { memo } from 'react';
import type { RefObject } from 'react';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { HoverStore } from '../hover.ts';
import { Glyph } from '../parts/Glyph.tsx';
import type { GridLayout } from './HeadGrid.layout.ts';
import type { HeadTag } from './HeadGrid.tsx';
import styles from './HeadGrid.module.css';

export type HeadCellProps = {
  readonly head: HeadRef;
  /** The true number of the layer, as people read it. */
  readonly layerNumber: number;
  readonly tag: HeadTag | undefined;
  readonly layout: GridLayout;
  readonly isDimmed: boolean;
  readonly isPinned: boolean;
  /** The one cell that Tab reaches; the arrow keys lead on from it. */
  readonly isCurrent: boolean;
  readonly showsName: boolean;
  readonly hover: HoverStore;
  readonly canvases: RefObject<Map<string, HTMLCanvasElement>>;
  readonly onPin: (head: HeadRef) => void;
  readonly onFocus: (head: HeadRef) => void;
};

/** One head of the grid: pointing at it or focusing it previews it, a click or Enter pins it. */
export const HeadCell = memo(Cell, isSame);

/** Labels are new objects after every run, most of them with the same words. */
function isSame({ tag: before, ...propsBefore }: HeadCellProps, { tag: after, ...propsAfter }: HeadCellProps): boolean {
  return haveSameFields(propsBefore, propsAfter) && haveSameFields(before ?? {}, after ?? {});
}

function haveSameFields(a: object, b: object): boolean {
  const fields = new Map(Object.entries(a));
  const others = Object.entries(b);
  return fields.size === others.length && others.every(([name, value]) => Object.is(fields.get(name), value));
}

function Cell({
  head,
  layerNumber,
  tag,
  layout,
  isDimmed,
  isPinned,
  isCurrent,
  showsName,
  hover,
  canvases,
  onPin,
  onFocus,
}: HeadCellProps) {
  const name = formatHead(head);
  const shownName = formatHead({ layer: layerNumber, head: head.head });
  return (
    <div
      role="gridcell"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={`Layer ${layerNumber}, head ${head.head}${tag ? `: ${tag.name}` : ''}${showsName ? ` (${shownName})` : ''}`}
      aria-selected={isPinned}
      data-head={name}
      className={styles.cell}
      data-dimmed={isDimmed || undefined}
      onPointerEnter={() => hover.set({ head })}
      onPointerLeave={() => hover.set({ head: null })}
      onFocus={() => {
        onFocus(head);
        hover.set({ head });
      }}
      onBlur={() => hover.set({ head: null })}
      onClick={() => onPin(head)}
      onKeyDown={(event) => {
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
        style={{ width: layout.side, height: layout.side }}
        aria-hidden="true"
      />
      <span
        className={styles.chip}
        style={{ height: layout.chipHeight }}
        title={tag ? `${shownName}: ${tag.name} ${tag.score}` : shownName}
      >
        {showsName ? <span className={styles.chipHead}>{shownName}</span> : null}
        {tag?.label ? <Glyph shape={LABEL_WORDS[tag.label].glyph} /> : null}
        {layout.chip === 'word' && !showsName ? <span className={styles.chipWord}>{tag?.text ?? ''}</span> : null}
      </span>
    </div>
  );
}
