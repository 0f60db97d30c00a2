import { useLayoutEffect, useRef } from 'react';
import { ordinal, readCell } from '../../core/cell.ts';
import { percent, signedDecimals } from '../../core/numberWords.ts';
import { renormalise } from '../../core/hiding.ts';
import type { Hidden, HiddenRows } from '../../core/hiding.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Token } from '../../core/tokens.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { besideCell } from './AttentionMatrix.layout.ts';
import type { MatrixLayout } from './AttentionMatrix.layout.ts';
import styles from './AttentionMatrix.module.css';

/** Numbers that are painted as if they were weights: what they are called, and what is written for a 1. */
export type Quantity = { readonly name: string; readonly ofOne: number };

type CellTooltipProps = {
  readonly head: HeadRef;
  readonly queryTokens: readonly Token[];
  readonly keyTokens: readonly Token[];
  readonly pattern: Float32Array;
  /** The weights before, where the heatmap shows how they changed. */
  readonly base?: Float32Array | null;
  /** What the two sides of the change are called. */
  readonly baseNames?: readonly [before: string, after: string];
  /** What the numbers are where they are no weights, which are shares of attention. */
  readonly quantity?: Quantity;
  readonly nKeys: number;
  readonly isCausal: boolean;
  readonly hiding: { readonly hidden: Hidden; readonly rows: HiddenRows } | null;
  readonly layout: MatrixLayout;
  readonly hover: HoverStore;
};

const BEFORE_AFTER = ['before', 'after'] as const;

/** The words for the lit cell: in full beside the pointer, as a plain number on the other heatmaps. */
export function CellTooltip(props: CellTooltipProps) {
  const { baseNames = BEFORE_AFTER, quantity } = props;
  const { head, queryTokens, keyTokens, pattern, base = null, nKeys, isCausal, hiding, layout, hover } = props;
  const query = useHover(hover, (now) => now.query);
  const key = useHover(hover, (now) => now.key);
  const isSource = useHover(hover, (now) => sameHead(now.source, head));
  const queryToken = query === null ? undefined : queryTokens[query];
  const keyToken = key === null ? undefined : keyTokens[key];
  if (query === null || queryToken === undefined) return null;
  const hiddenMass = hiding?.rows.hiddenMass[query];
  if (key === null || keyToken === undefined) {
    if (!isSource || hiddenMass === undefined) return null;
    return (
      <Box
        layout={layout}
        query={query}
        key_={layout.firstKey}
        words={[`Row ${nameInPlace(queryToken)}`, `${percent(hiddenMass)} hidden`]}
      />
    );
  }
  const cell = readCell(pattern, nKeys, query, key, isCausal, hiding);
  // Hidden mass differs before and after: each is renormalised by its own.
  const before = base === null ? null : shownBefore(base, nKeys, query, key, hiding?.hidden ?? null);
  if (!isSource) {
    return (
      <span className={styles.readout} data-reading>
        {cell.weight === null
          ? '–'
          : before === null
            ? (cell.weight * (quantity?.ofOne ?? 1)).toFixed(2)
            : signedDecimals(cell.weight - before)}
      </span>
    );
  }
  const words = [`Row ${nameInPlace(queryToken)} looks at column ${nameInPlace(keyToken)}`];
  switch (cell.state) {
    case 'future':
      words.push('not allowed: future token');
      break;
    case 'hidden':
      words.push(`hidden: ${cell.rawWeight.toFixed(3)}`);
      break;
    case 'shown':
      if (before !== null) {
        const after = cell.weight ?? 0;
        words.push(
          `${baseNames[0]} ${before.toFixed(2)}, ${baseNames[1]} ${after.toFixed(2)}, ${signedDecimals(after - before)}`,
        );
        if (hiding !== null) words.push('both renormalised');
        break;
      }
      if (quantity !== undefined) {
        words.push(
          `${quantity.name} ${(quantity.ofOne * (cell.weight ?? 0)).toFixed(3)}, its ${ordinal(cell.rank)} of ${cell.nAllowed}`,
        );
        break;
      }
      words.push(
        `${(cell.weight ?? 0).toFixed(3)}, its ${ordinal(cell.rank)} of ${cell.nAllowed}`,
        hiding === null
          ? `${percent(cell.rawWeight)} of its attention`
          : `renormalised; ${cell.rawWeight.toFixed(3)} before, ${percent(hiddenMass ?? 0)} of the row hidden`,
      );
  }
  return <Box layout={layout} query={query} key_={key} words={words} />;
}

function shownBefore(base: Float32Array, nKeys: number, query: number, key: number, hidden: Hidden | null): number {
  const weight = base[query * nKeys + key] ?? 0;
  if (hidden === null) return weight;
  const row = base.subarray(query * nKeys, (query + 1) * nKeys);
  return weight * (renormalise(row, nKeys, hidden.keys).rowScale[0] ?? 0);
}

type BoxProps = {
  readonly layout: MatrixLayout;
  readonly query: number;
  readonly key_: number;
  readonly words: readonly string[];
};

/** The words beside their cell: right and below it where there is room on the screen, else left and above. */
function Box({ layout, query, key_, words }: BoxProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const plot = box.current?.parentElement?.getBoundingClientRect();
    if (box.current === null || plot === undefined) return;
    const cell = {
      left: plot.left + layout.left + (key_ - layout.firstKey) * layout.cellWidth,
      top: plot.top + layout.top + (query - layout.firstQuery) * layout.cellHeight,
      width: layout.cellWidth,
      height: layout.cellHeight,
    };
    const screen = { width: window.innerWidth, height: window.innerHeight };
    const place = besideCell(cell, { width: box.current.offsetWidth, height: box.current.offsetHeight }, screen);
    box.current.style.left = `${place.left}px`;
    box.current.style.top = `${place.top}px`;
  });
  return (
    <div ref={box} className={styles.tooltip} data-tooltip role="status">
      {words.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
