import { useMemo } from 'react';
import type { Scheme } from '../paint/ramp.ts';
import { RampLegend } from '../parts/RampLegend.tsx';
import { sizeLegend } from '../parts/sizeLegend.ts';
import { SizedCells } from '../parts/SizedCells.tsx';
import { Surface } from '../parts/Surface.tsx';
import { headAt, moveOnHeads } from './OutputWeights.layout.ts';
import { outputCells, outputWeightsPicture } from './OutputWeights.picture.ts';
import type { OutputWeightsValues } from './OutputWeights.picture.ts';
import parts from '../parts/offscreen.module.css';
import styles from './OutputWeights.module.css';

type OutputWeightsProps = OutputWeightsValues & {
  readonly width: number;
  readonly rem: number;
  readonly scheme: Scheme;
  /** What is said of the head that is lit. */
  readonly reading: string;
  /** A head pointed at, or come to by an arrow key; null when the pointer leaves. */
  readonly onPoint: (head: number | null) => void;
  readonly onSelect: () => void;
};

/** What all heads of a layer give, one under the other, and beside each its rows of W_O; one head's block is lit. */
export function OutputWeights(props: OutputWeightsProps) {
  const { heads, given, weights, lit, width, rem, scheme, reading, onPoint, onSelect } = props;
  const cells = useMemo(() => outputCells({ heads, given, weights }, scheme), [heads, given, weights, scheme]);
  const picture = useMemo(
    () => outputWeightsPicture({ heads, given, weights, lit }, cells, width, rem),
    [heads, given, weights, lit, cells, width, rem],
  );
  const { layout } = picture;
  const { left, strip, weights: from, across, top, block } = layout;
  const columns = [
    { id: 'z', x: left, wide: strip, points: picture.given },
    { id: 'W_O', x: from, wide: across, points: picture.weights },
  ] as const;
  return (
    <>
      <div className={styles.plot} style={{ width: layout.width, height: layout.height }}>
        {columns.map(({ id, x, wide, points }) => (
          <SizedCells key={id} cells={points} style={{ left: x, top, width: wide, height: layout.height - top }} />
        ))}
        <svg className={styles.layer} aria-hidden="true">
          {picture.titles.map(({ x, text }) => (
            <text key={text} x={x} y={layout.title} dy="0.32em">
              {text}
            </text>
          ))}
          {picture.names.map(({ y, text, isLit }) => (
            <text key={text} x={left} dx="-0.4em" y={y} dy="0.32em" textAnchor="end" data-lit={isLit || undefined}>
              {text}
            </text>
          ))}
          {columns.map(({ id, x, wide }) => (
            <g key={id}>
              {picture.veils.map((veil) => (
                <rect key={veil.top} className={styles.veil} x={x} y={veil.top} width={wide} height={veil.height} />
              ))}
              <rect className={styles.lit} x={x} y={picture.litTop} width={wide} height={block} />
            </g>
          ))}
        </svg>
        <Surface
          kind="picture of weights"
          name={`What ${heads.length} heads give, and the rows of W_O of each; up and down read them, Enter looks into one`}
          onPoint={(_, y) => {
            const head = headAt(layout, y);
            if (head !== null) onPoint(head);
          }}
          onLeave={() => onPoint(null)}
          onSelect={onSelect}
          onKey={(key) => {
            const next = moveOnHeads(heads.length, lit, key);
            if (next !== null) onPoint(next);
            return next !== null;
          }}
        />
        <span className={parts.offscreen} role="status">
          {reading}
        </span>
      </div>
      {columns.map(({ id, points }) => (
        <RampLegend key={id} {...sizeLegend(id, points, scheme)} />
      ))}
    </>
  );
}
