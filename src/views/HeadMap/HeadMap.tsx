import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead, sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { HeadTag } from '../parts/headTag.ts';
import type { HoverStore } from '../hover.ts';
import { inkOn } from '../paint/inkOn.ts';
import type { Scheme } from '../paint/ramp.ts';
import { factColor } from '../parts/fact.ts';
import type { HeadFact } from '../parts/fact.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { useHover } from '../parts/useHover.ts';
import { useSize } from '../parts/useSize.ts';
import { mapLayout, moveOnMap } from './HeadMap.layout.ts';
import { MapLegend } from './MapLegend.tsx';
import parts from '../parts/offscreen.module.css';
import styles from './HeadMap.module.css';

export type HeadMapProps = {
  readonly nLayers: number;
  readonly nHeads: number;
  /** True numbers of the layers where not every layer is shown. */
  readonly layerNumbers?: readonly number[] | undefined;
  /** By `L3H7`; a head without one, or whose value is null, is not measured, or could not be. */
  readonly facts: ReadonlyMap<string, HeadFact>;
  /** The value, without its sign, at the end of the colours. */
  readonly max: number;
  readonly tags?: ReadonlyMap<string, HeadTag> | null;
  /** What the number is: "Change of loss without the head". */
  readonly title: string;
  readonly unit: string;
  /** Values below it are noise and stay grey; null where none was measured. */
  readonly floor: number | null;
  readonly isRunning: boolean;
  /** What the heads have in common that can have no number: "no pattern to put in its place". */
  readonly missing?: string | undefined;
  readonly selected: ReadonlySet<string>;
  readonly hover: HoverStore;
  readonly scheme: Scheme;
  readonly rem: number;
  readonly onSelect: (head: HeadRef) => void;
};

/** One number for every head: layers are rows, heads are columns. */
export function HeadMap(props: HeadMapProps) {
  const { nLayers, nHeads, layerNumbers, facts, tags = null, title, selected, hover, rem, onSelect } = props;
  const [box, size] = useSize();
  const layout = mapLayout(nHeads, size.width, rem);
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
        aria-busy={props.isRunning}
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
          {Array.from({ length: nHeads }, (_, head) => (
            <span role="columnheader" key={head} className={styles.title} data-axis="head" aria-label={`head ${head}`}>
              {layout.shows === 'bare' ? head : `H${head}`}
            </span>
          ))}
        </div>
        {Array.from({ length: nLayers }, (_, layer) => (
          <div role="row" key={layer} className={styles.row}>
            <span role="rowheader" className={styles.title}>
              L{layerNumbers?.[layer] ?? layer}
            </span>
            {Array.from({ length: nHeads }, (__, head) => (
              <MapCell
                key={head}
                head={{ layer, head }}
                layerNumber={layerNumbers?.[layer] ?? layer}
                fact={facts.get(formatHead({ layer, head }))}
                max={props.max}
                tag={tags?.get(formatHead({ layer, head }))}
                shows={layout.shows}
                isRunning={props.isRunning}
                isCurrent={sameHead(reached, { layer, head })}
                isSelected={selected.has(formatHead({ layer, head }))}
                hover={hover}
                scheme={props.scheme}
                onSelect={onSelect}
                onFocus={setCurrent}
              />
            ))}
          </div>
        ))}
      </div>
      <figcaption className={styles.caption}>
        <MapLegend
          title={`${title}, ${props.unit}`}
          facts={facts}
          nCells={nLayers * nHeads}
          max={props.max}
          floor={props.floor}
          isRunning={props.isRunning}
          missing={props.missing}
          scheme={props.scheme}
        />
      </figcaption>
    </figure>
  );
}

type MapCellProps = {
  readonly head: HeadRef;
  readonly layerNumber: number;
  readonly fact: HeadFact | undefined;
  readonly max: number;
  readonly tag: HeadTag | undefined;
  readonly shows: 'word' | 'glyph' | 'number' | 'bare';
  readonly isRunning: boolean;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly hover: HoverStore;
  readonly scheme: Scheme;
  readonly onSelect: (head: HeadRef) => void;
  readonly onFocus: (head: HeadRef) => void;
};

function MapCell(props: MapCellProps) {
  const { head, layerNumber, fact, max, tag, shows, isCurrent, isSelected, hover, scheme, onSelect, onFocus } = props;
  const isLit = useHover(hover, (now) => sameHead(now.head, head));
  const isKnown = fact !== undefined && fact.value !== null;
  const color = isKnown ? factColor(scheme, fact, max) : null;
  const words = isKnown
    ? `${fact.words ?? fact.text}${fact.isFaint ? ', within the noise' : ''}`
    : fact?.why === undefined
      ? props.isRunning
        ? 'not measured yet'
        : 'not measured'
      : `could not be measured: ${fact.why}`;
  const name = `Layer ${layerNumber}, head ${head.head}${tag ? `: ${tag.says}` : ''}, ${words}`;
  return (
    <div
      role="gridcell"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={name}
      aria-selected={isSelected}
      title={name}
      data-map-head={formatHead(head)}
      data-state={isKnown ? (fact.isFaint ? 'faint' : 'known') : 'pending'}
      data-lit={isLit || undefined}
      className={styles.cell}
      style={color === null ? undefined : { background: color, color: inkOn(color) }}
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
      {(shows === 'word' || shows === 'glyph') && tag?.label ? <Glyph shape={LABEL_WORDS[tag.label].glyph} /> : null}
      {shows === 'word' && tag ? <span className={styles.word} data-text={tag.short} /> : null}
      {shows !== 'bare' && isKnown ? <span className={styles.number} data-text={fact.text} /> : null}
    </div>
  );
}
