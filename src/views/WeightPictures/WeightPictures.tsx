import { useMemo } from 'react';
import type { Scheme } from '../paint/ramp.ts';
import { RampLegend } from '../parts/RampLegend.tsx';
import { sizeLegend } from '../parts/sizeLegend.ts';
import { SizedCells } from '../parts/SizedCells.tsx';
import { weightPicturesPicture } from './WeightPictures.picture.ts';
import type { PicturedMatrix } from './WeightPictures.picture.ts';
import styles from './WeightPictures.module.css';

type WeightPicturesProps = {
  readonly matrices: readonly PicturedMatrix[];
  readonly width: number;
  readonly rem: number;
  readonly scheme: Scheme;
};

/** Matrices of weights side by side, each number a point by its size, with their norms. */
export function WeightPictures({ matrices, width, rem, scheme }: WeightPicturesProps) {
  const picture = useMemo(() => weightPicturesPicture(matrices, scheme, width, rem), [matrices, scheme, width, rem]);
  const { layout } = picture;
  return (
    <>
      <div className={styles.plot} style={{ width: layout.width, height: layout.height }}>
        {picture.matrices.map(({ place, cells, title, says }) => (
          <div
            key={title}
            className={styles.matrix}
            style={{ left: place.x, top: place.y, width: place.width, height: place.height }}
            role="img"
            aria-label={says}
          >
            <SizedCells cells={cells} style={{ left: 0, top: 0, width: place.width, height: place.height }} />
          </div>
        ))}
        <svg className={styles.layer} aria-hidden="true">
          {picture.matrices.map(({ place: { x, y, height }, title, words }) => (
            <g key={title}>
              <text x={x} y={y - layout.above} dy="0.32em">
                {title}
              </text>
              <text x={x} y={y + height + layout.under} dy="0.32em" data-under>
                {words}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <RampLegend {...sizeLegend('weights', picture, scheme)} />
    </>
  );
}
