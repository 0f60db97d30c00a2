import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { formatHead, sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { HoverStore } from '../hover.ts';
import type { Scheme } from '../paint/ramp.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { preciseNumber } from '../parts/numbers.ts';
import { RampLegend } from '../parts/RampLegend.tsx';
import { useHover } from '../parts/useHover.ts';
import { useSize } from '../parts/useSize.ts';
import { mapLayout, moveOnMap } from './HeadMap.layout.ts';
import { mapPicture } from './HeadMap.picture.ts';
import type { MapCell } from './HeadMap.picture.ts';
import type { MapValues } from './HeadMap.values.ts';
import parts from '../parts/offscreen.module.css';
import styles from './HeadMap.module.css';

type HeadMapProps = Omit<MapValues, 'noise' | 'tags'> & {
  readonly tags?: MapValues['tags'];
  /** Values below it are noise and stay grey; null where none was measured. */
  readonly floor: number | null;
  readonly selected: ReadonlySet<string>;
  readonly hover: HoverStore;
  readonly scheme: Scheme;
  readonly rem: number;
  readonly onSelect: (head: HeadRef) => void;
};

/** One number for every head: layers are rows, heads are columns. */
export function HeadMap(props: HeadMapProps) {
  const { nLayers, nHeads, layerNumbers, facts, max, tags = null, title, unit, floor, isRunning, missing } = props;
  const { selected, hover, scheme, rem, onSelect } = props;
  const [box, size] = useSize();
  const picture = useMemo(() => {
    const noise = floor === null ? null : `within the noise: below ${preciseNumber(floor)}`;
    const values = { nLayers, nHeads, layerNumbers, facts, max, tags, title, unit, noise, isRunning, missing };
    return mapPicture(values, mapLayout(nHeads, size.width, rem), scheme);
  }, [
    nLayers,
    nHeads,
    layerNumbers,
    facts,
    max,
    tags,
    title,
    unit,
    floor,
    isRunning,
    missing,
    size.width,
    rem,
    scheme,
  ]);
  const { layout } = picture;
  const [current, setCurrent] = useState<HeadRef>({ layer: 0, head: 0 });
  const table = useRef<HTMLDivElement>(null);
  const reached = current.layer < nLayers && current.head < nHeads ? current : { layer: 0, head: 0 };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = moveOnMap(nLayers, nHeads, reached, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setCurrent(next);
    table.current?.querySelector<HTMLElement>(`[data-map-head="${formatHead(next)}"]`)?.focus();
  };
  return (
    <figure ref={box} className={styles.figure}>
      <div
        ref={table}
        role="grid"
        aria-label={title}
        aria-busy={isRunning}
        aria-rowcount={nLayers}
        aria-colcount={nHeads}
        tabIndex={-1}
        className={styles.map}
        style={{
          gridTemplateColumns: `${layout.titleWidth}px repeat(${nHeads}, ${layout.cellWidth}px)`,
          gridAutoRows: layout.cellHeight,
        }}
        onKeyDown={onKeyDown}
      >
        <div role="row" className={styles.row}>
          <span role="columnheader" className={styles.title}>
            <span className={parts.offscreen}>layer and head</span>
          </span>
          {picture.columns.map((name, head) => (
            <span role="columnheader" key={head} className={styles.title} data-axis="head" aria-label={`head ${head}`}>
              {name}
            </span>
          ))}
        </div>
        {picture.rows.map(({ name, cells }, layer) => (
          <div role="row" key={layer} className={styles.row}>
            <span role="rowheader" className={styles.title}>
              {name}
            </span>
            {cells.map((cell) => (
              <Cell
                key={cell.head.head}
                cell={cell}
                isCurrent={sameHead(reached, cell.head)}
                isSelected={selected.has(formatHead(cell.head))}
                hover={hover}
                onSelect={onSelect}
                onFocus={setCurrent}
              />
            ))}
          </div>
        ))}
      </div>
      <figcaption className={styles.caption}>
        <RampLegend {...picture.legend} />
      </figcaption>
    </figure>
  );
}

type CellProps = {
  readonly cell: MapCell;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly hover: HoverStore;
  readonly onSelect: (head: HeadRef) => void;
  readonly onFocus: (head: HeadRef) => void;
};

function Cell({ cell, isCurrent, isSelected, hover, onSelect, onFocus }: CellProps) {
  const { head, name, state, color, ink, glyph, word, number } = cell;
  const isLit = useHover(hover, (now) => sameHead(now.head, head));
  return (
    <div
      role="gridcell"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={name}
      aria-selected={isSelected}
      title={name}
      data-map-head={formatHead(head)}
      data-state={state}
      data-lit={isLit || undefined}
      className={styles.cell}
      style={color === null || ink === null ? undefined : { background: color, color: ink }}
      onPointerEnter={() => hover.set({ head })}
      onPointerLeave={() => hover.set({ head: null })}
      onFocus={() => {
        onFocus(head);
        hover.set({ head });
      }}
      onBlur={() => hover.set({ head: null })}
      onClick={() => onSelect(head)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onSelect(head);
      }}
    >
      {glyph === null ? null : <Glyph shape={glyph} />}
      {word === null ? null : <span className={styles.word} data-text={word} />}
      {number === '' ? null : <span className={styles.number} data-text={number} />}
    </div>
  );
}
