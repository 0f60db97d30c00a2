import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { percent } from '../../core/numberWords.ts';
import type { HoverStore } from '../hover.ts';
import type { Scheme } from '../paint/ramp.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { useHover } from '../parts/useHover.ts';
import { isPlaced, movePlane } from './AlikePlane.layout.ts';
import { planePicture } from './AlikePlane.picture.ts';
import type { PlaneValues } from './AlikePlane.picture.ts';
import { ONE_POINT } from './words.ts';
import styles from './AlikePlane.module.css';

type AlikePlaneProps = PlaneValues & {
  readonly nHeads: number;
  readonly selected: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly rem: number;
  readonly scheme: Scheme;
  readonly hover: HoverStore;
  readonly onSelect: (index: number) => void;
};

/** Heads as points: the nearer two are, the more alike they look, as far as a plane can show it. */
export function AlikePlane(props: AlikePlaneProps) {
  const { names, nHeads, points, share, glyphs, groups, selected, width, height, rem, scheme, hover } = props;
  const picture = useMemo(
    () => planePicture({ names, points, share, glyphs, groups }, { width, height }, rem, scheme),
    [names, points, share, glyphs, groups, width, height, rem, scheme],
  );
  const { layout } = picture;
  const lit = useHover(hover, ({ head }) => (head === null ? -1 : head.layer * nHeads + head.head));
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const reached = isPlaced(layout.places[current]) ? current : Math.max(0, layout.places.findIndex(isPlaced));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      props.onSelect(reached);
      return;
    }
    const next = movePlane(layout.places, reached, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    list.current?.querySelector<HTMLElement>(`[data-point="${next}"]`)?.focus();
  };
  const refOf = (index: number) => ({ layer: Math.floor(index / nHeads), head: index % nHeads });
  return (
    <figure className={styles.figure} style={{ width }}>
      <div
        ref={list}
        role="listbox"
        aria-label="Map of heads: near means alike; the arrow keys lead to the next head in their direction"
        className={styles.plane}
        data-dense={picture.isDense || undefined}
        tabIndex={-1}
        style={{ height }}
      >
        <svg className={styles.lines} width={width} height={height} aria-hidden="true">
          {picture.clusters.map(({ letter, centre, color, lines }) => (
            <g key={letter} style={{ stroke: color }}>
              {lines.map(({ index, x, y }) => (
                <line key={index} x1={centre.x} y1={centre.y} x2={x} y2={y} />
              ))}
            </g>
          ))}
          <g className={styles.unit} transform={`translate(${0.6 * rem},${height - 0.6 * rem})`}>
            <path d={`M0 -4V0H${picture.unit.length}V-4`} />
            <text y={-6}>{picture.unit.text}</text>
          </g>
        </svg>
        {picture.heads.map((head) =>
          head === null ? null : (
            <span
              key={head.name}
              role="option"
              aria-selected={selected.includes(head.index)}
              aria-label={head.words}
              title={head.words}
              tabIndex={head.index === reached ? 0 : -1}
              data-point={head.index}
              data-lit={lit === head.index || undefined}
              className={styles.point}
              style={{ left: head.x, top: head.y, color: head.color }}
              onPointerEnter={() => hover.set({ head: refOf(head.index) })}
              onPointerLeave={() => hover.set({ head: null })}
              onFocus={() => {
                setCurrent(head.index);
                hover.set({ head: refOf(head.index) });
              }}
              onBlur={() => hover.set({ head: null })}
              onClick={() => props.onSelect(head.index)}
              onKeyDown={onKeyDown}
            >
              <Glyph shape={head.glyph} />
              <span className={styles.name} aria-hidden="true">
                {head.name}
              </span>
            </span>
          ),
        )}
        {picture.clusters.map(({ letter, centre, color }) => (
          <b key={letter} className={styles.letter} style={{ left: centre.x, top: centre.y, color }} aria-hidden="true">
            {letter}
          </b>
        ))}
      </div>
      <figcaption className={styles.caption}>
        Near means alike; letters name groups.{' '}
        {Number.isNaN(share)
          ? ONE_POINT
          : `${percent(share)} of the distances’ variance is shown, the rest needs more than two dimensions.`}
      </figcaption>
    </figure>
  );
}
