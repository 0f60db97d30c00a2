import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { LabelGlyph } from '../../core/labels/words.ts';
import { percent } from '../../core/numberWords.ts';
import type { HoverStore } from '../hover.ts';
import { clusterColor } from '../paint/clusterColors.ts';
import type { Scheme } from '../paint/ramp.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { useHover } from '../parts/useHover.ts';
import { isPlaced, movePlane, planeLayout } from './AlikePlane.layout.ts';
import type { PlaneGroup } from './AlikePlane.layout.ts';
import { ONE_POINT } from './words.ts';
import styles from './AlikePlane.module.css';

export type AlikePlaneProps = {
  /** By index: layer x nHeads + head, with the true number of the layer. */
  readonly names: readonly string[];
  readonly nHeads: number;
  /** NaN for heads that have no place and are not drawn. Shape: [head, 2]. */
  readonly points: ArrayLike<number>;
  /** Part of the variance of the distances that two dimensions show, 0 to 1; NaN if all distances are 0. */
  readonly share: number;
  /** The sign of each head's label, or null. */
  readonly glyphs: readonly (LabelGlyph | null)[];
  /** Groups of two heads or more. */
  readonly groups: readonly PlaneGroup[];
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
  const layout = useMemo(() => planeLayout(points, groups, width, height, rem), [points, groups, width, height, rem]);
  const lit = useHover(hover, ({ head }) => (head === null ? -1 : head.layer * nHeads + head.head));
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const reached = isPlaced(layout.places[current]) ? current : Math.max(0, layout.places.findIndex(isPlaced));
  const clusterOf = useMemo(
    () => new Map(layout.clusters.flatMap(({ members }, place) => members.map((head) => [head, place] as const))),
    [layout],
  );

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
        data-dense={names.length > 64 || undefined}
        tabIndex={-1}
        style={{ height }}
      >
        <svg className={styles.lines} width={width} height={height} aria-hidden="true">
          {layout.clusters.map(({ letter, members, centre }, place) => (
            <g key={letter} style={{ stroke: clusterColor(scheme, place) }}>
              {members.map((head) => (
                <line key={head} x1={centre.x} y1={centre.y} x2={layout.places[head]?.x} y2={layout.places[head]?.y} />
              ))}
            </g>
          ))}
          <g className={styles.unit} transform={`translate(${0.6 * rem},${height - 0.6 * rem})`}>
            <path d={`M0 -4V0H${Math.min(width / 3, 0.1 * layout.unit)}V-4`} />
            <text y={-6}>{layout.unit * 0.1 < width / 3 ? '0.1' : ''}</text>
          </g>
        </svg>
        {layout.places.map((place, index) => {
          if (!isPlaced(place)) return null;
          const cluster = clusterOf.get(index) ?? -1;
          const name = names[index] ?? '';
          const group = layout.clusters[cluster];
          const words = `${name}${group === undefined ? ', alone' : `, group ${group.letter} of ${group.members.length} heads`}`;
          return (
            <span
              key={name}
              role="option"
              aria-selected={selected.includes(index)}
              aria-label={words}
              title={words}
              tabIndex={index === reached ? 0 : -1}
              data-point={index}
              data-lit={lit === index || undefined}
              className={styles.point}
              style={{ left: place.x, top: place.y, color: clusterColor(scheme, cluster) }}
              onPointerEnter={() => hover.set({ head: refOf(index) })}
              onPointerLeave={() => hover.set({ head: null })}
              onFocus={() => {
                setCurrent(index);
                hover.set({ head: refOf(index) });
              }}
              onBlur={() => hover.set({ head: null })}
              onClick={() => props.onSelect(index)}
              onKeyDown={onKeyDown}
            >
              <Glyph shape={glyphs[index] ?? 'none'} />
              <span className={styles.name} aria-hidden="true">
                {name}
              </span>
            </span>
          );
        })}
        {layout.clusters.map(({ letter, centre }, place) => (
          <b
            key={letter}
            className={styles.letter}
            style={{ left: centre.x, top: centre.y, color: clusterColor(scheme, place) }}
            aria-hidden="true"
          >
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
