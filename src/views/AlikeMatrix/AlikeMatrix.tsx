import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { HeadRef } from '../../core/selection.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import type { HoverStore } from '../hover.ts';
import type { Scheme } from '../paint/ramp.ts';
import { RampLegend } from '../parts/RampLegend.tsx';
import { Surface } from '../parts/Surface.tsx';
import { Lit, Pair, Tree } from './AlikeLayers.tsx';
import { alikeLayout, movePair, placeAt, placeOf } from './AlikeMatrix.layout.ts';
import type { PairPlace } from './AlikeMatrix.layout.ts';
import { alikePicture } from './AlikeMatrix.picture.ts';
import type { AlikeValues } from './AlikeMatrix.picture.ts';
import styles from './AlikeMatrix.module.css';

type AlikeMatrixProps = Omit<AlikeValues, 'distance'> & {
  /** Heads of a layer. */
  readonly nHeads: number;
  /** Distances on all keys, 0 alike to 1. Shape: [head, head]. */
  readonly distance: ArrayLike<number>;
  /** Distances on content keys, NaN where they cannot be judged; null if they were not taken. Shape: [head, head]. */
  readonly contentDistance: ArrayLike<number> | null;
  readonly selected: readonly [number, number] | null;
  readonly width: number;
  readonly height: number;
  readonly rem: number;
  readonly scheme: Scheme;
  readonly hover: HoverStore;
  readonly onSelect: (a: number, b: number) => void;
};

/** How alike every two heads look: a square of distances in the order of clusters, the tree of clusters beside it. */
export function AlikeMatrix(props: AlikeMatrixProps) {
  const { names, nHeads, keys, order, merges, tau, width, height, rem, scheme, hover, onSelect } = props;
  const n = order.length;
  const distance = keys === 'content' && props.contentDistance !== null ? props.contentDistance : props.distance;
  const layout = useMemo(
    () => alikeLayout(n, merges.length > 0, width, height, rem),
    [n, merges.length, width, height, rem],
  );
  const picture = useMemo(
    () => alikePicture({ names, keys, distance, order, merges, tau }, layout, scheme),
    [names, keys, distance, order, merges, tau, layout, scheme],
  );
  const { pixels } = picture;
  const [cursor, setCursor] = useState<PairPlace | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === null || context === undefined || n === 0) return;
    canvas.current.width = n;
    canvas.current.height = n;
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), n, n), 0, 0);
  }, [pixels, n]);

  const light = (place: { readonly row: number; readonly column: number | null } | null): void => {
    setCursor(place === null || place.column === null ? null : { row: place.row, column: place.column });
    hover.set({ head: place === null ? null : refOf(order[place.row], nHeads) });
  };
  const select = (): void => {
    const [a, b] = [order[cursor?.row ?? -1], order[cursor?.column ?? -1]];
    if (a !== undefined && b !== undefined && a !== b) onSelect(a, b);
  };
  const onKey = (key: string): boolean => {
    const next = movePair(n, cursor, key);
    if (next !== null) light(next);
    return next !== null;
  };
  return (
    <figure className={styles.figure}>
      <div
        className={styles.plot}
        style={{ width: layout.left + layout.side + 2, height: layout.top + layout.side + 2 }}
      >
        <canvas
          ref={canvas}
          className={styles.cells}
          style={{ left: layout.left, top: layout.top, width: layout.side, height: layout.side }}
          aria-hidden="true"
        />
        <svg className={styles.layer} aria-hidden="true">
          <Tree picture={picture} rem={rem} />
          {picture.names.map(({ name, x, y }) =>
            name === '' ? null : (
              <text key={name} x={x} y={y} dy="0.32em" textAnchor="end">
                {name}
              </text>
            ),
          )}
          <Pair layout={layout} order={order} pair={props.selected} />
          <Lit layout={layout} order={order} names={names} nHeads={nHeads} cursor={cursor} hover={hover} />
        </svg>
        <Surface
          kind="matrix of distances"
          name={`How alike ${n} heads look${keys === 'all' ? '' : ' on content keys'}, in the order of clusters; the arrow keys read it pair by pair, Enter chooses the pair`}
          onPoint={(x, y) => light(placeAt(layout, x, y))}
          onLeave={() => light(null)}
          onSelect={select}
          onKey={onKey}
        />
      </div>
      <p className={styles.readout} role="status">
        {readout(props, cursor) ??
          readout(props, placeOf(order, props.selected)) ??
          'Point at a cell to read the pair.'}
      </p>
      <RampLegend {...picture.legend} />
    </figure>
  );
}

function refOf(index: number | undefined, nHeads: number): HeadRef | null {
  return index === undefined ? null : { layer: Math.floor(index / nHeads), head: index % nHeads };
}

/** "L0H6 and L1H2: distance 0.12; on content keys 0.08." */
function readout(
  { names, distance, contentDistance, order }: AlikeMatrixProps,
  place: PairPlace | null,
): string | null {
  const [a, b] = [order[place?.row ?? -1], order[place?.column ?? -1]];
  if (a === undefined || b === undefined) return null;
  if (a === b) return `${names[a]} and itself: distance 0.00.`;
  const at = a * order.length + b;
  const content = contentDistance?.[at];
  const onContent =
    content === undefined
      ? ''
      : Number.isNaN(content)
        ? '; too little attention on content keys to judge'
        : `; on content keys ${twoDecimals(content)}`;
  return `${names[a]} and ${names[b]}: distance ${twoDecimals(distance[at] ?? Number.NaN)}${onContent}.`;
}
