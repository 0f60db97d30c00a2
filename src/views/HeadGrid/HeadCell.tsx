import { memo } from 'react';
import type { RefObject } from 'react';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { percent } from '../../core/numberWords.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { HoverStore } from '../hover.ts';
import { inkOn } from '../paint/inkOn.ts';
import type { Scheme } from '../paint/ramp.ts';
import { factColor } from '../parts/fact.ts';
import type { HeadFact } from '../parts/fact.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { chipWord, tagTitle } from '../parts/headTag.ts';
import type { HeadTag } from '../parts/headTag.ts';
import { chipNumber } from './HeadGrid.layout.ts';
import type { GridLayout } from './HeadGrid.layout.ts';
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
  /** What colours the line under the thumbnail, on a ramp that ends at `factMax`. */
  readonly fact: HeadFact | undefined;
  readonly factMax: number;
  readonly scheme: Scheme;
  readonly rem: number;
  /** What is kept of the head: 1 as it is, 0 switched off. */
  readonly keep: number;
  readonly onToggle: ((head: HeadRef) => void) | undefined;
};

/** One head of the grid: pointing at it or focusing it previews it, a click or Enter pins it. */
export const HeadCell = memo(Cell, isSame);

/** Labels and facts are new objects after every run, most of them with the same words. */
function isSame(before: HeadCellProps, after: HeadCellProps): boolean {
  const { tag: tagBefore = {}, fact: factBefore = {}, ...propsBefore } = before;
  const { tag: tagAfter = {}, fact: factAfter = {}, ...propsAfter } = after;
  return (
    haveSameFields(propsBefore, propsAfter) &&
    haveSameFields(tagBefore, tagAfter) &&
    haveSameFields(factBefore, factAfter)
  );
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
  fact,
  factMax,
  scheme,
  rem,
  keep,
  onToggle,
}: HeadCellProps) {
  const name = formatHead(head);
  const shownName = formatHead({ layer: layerNumber, head: head.head });
  const color = fact === undefined ? null : factColor(scheme, fact, factMax);
  return (
    <div
      role="gridcell"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={`Layer ${layerNumber}, head ${head.head}${tag ? `: ${tag.says}` : ''}${showsName ? ` (${shownName})` : ''}${factWords(fact)}${keepWords(keep)}`}
      aria-selected={isPinned}
      data-head={name}
      data-label={tag?.label ?? undefined}
      className={styles.cell}
      data-dimmed={isDimmed || undefined}
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
        style={{ width: layout.side, height: layout.side }}
        aria-hidden="true"
      />
      {keep < 1 ? (
        <span className={styles.turned} style={{ width: layout.side, height: layout.side }} aria-hidden="true">
          {keep === 0 ? (
            <svg viewBox="0 0 10 10" preserveAspectRatio="none">
              <path d="M0 0L10 10M10 0L0 10" />
            </svg>
          ) : null}
          {keep > 0 || layout.chip === 'word' ? (
            <span className={styles.badge} data-text={keep === 0 ? 'off' : percent(keep)} />
          ) : null}
        </span>
      ) : null}
      {onToggle === undefined ? null : (
        <button
          type="button"
          // The key x does the same on the cell: one stop of Tab for the whole grid.
          tabIndex={-1}
          className={styles.toggle}
          data-narrow={layout.chip === 'glyph' || undefined}
          aria-label={`Switch ${shownName} ${keep === 0 ? 'on' : 'off'}`}
          title={`Switch ${shownName} ${keep === 0 ? 'on' : 'off'} (x)`}
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
        data-fact={fact === undefined ? undefined : fact.value === null ? 'pending' : fact.isFaint ? 'faint' : 'known'}
        style={{ height: layout.chipHeight, ...(color && { background: color, color: inkOn(color) }) }}
        title={`${tag ? `${shownName}: ${tagTitle(tag)}` : shownName}${factWords(fact)}${keepWords(keep)}`}
      >
        {showsName ? <span className={styles.chipHead}>{shownName}</span> : null}
        {tag?.label && (fact === undefined || layout.chip === 'word') ? (
          <Glyph shape={LABEL_WORDS[tag.label].glyph} />
        ) : null}
        {layout.chip === 'word' && !showsName && fact === undefined ? (
          <span className={styles.chipWord} data-text={tag === undefined ? '' : chipWord(tag, layout.side, rem)} />
        ) : null}
        {fact === undefined ? null : <span className={styles.fact} data-text={chipNumber(fact.text, layout, rem)} />}
      </span>
    </div>
  );
}

function factWords(fact: HeadFact | undefined): string {
  if (fact === undefined || fact.value === null) return '';
  return `, ${fact.words ?? fact.text}${fact.isFaint ? ', within the noise' : ''}`;
}

function keepWords(keep: number): string {
  if (keep >= 1) return '';
  return keep === 0 ? ', switched off' : `, turned down to ${percent(keep)}`;
}
