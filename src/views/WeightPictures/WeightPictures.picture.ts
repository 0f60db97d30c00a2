import { sizeCells } from '../paint/sizeCells.ts';
import type { SizeCells } from '../paint/sizeCells.ts';
import type { Scheme } from '../paint/ramp.ts';
import { preciseNumber } from '../parts/numbers.ts';
import { weightPicturesLayout } from './WeightPictures.layout.ts';
import type { MatrixPlace, WeightPicturesLayout } from './WeightPictures.layout.ts';

/** A matrix with what is said of it. */
export type PicturedMatrix = {
  readonly name: string;
  /** Row-major. */
  readonly data: ArrayLike<number>;
  readonly nRows: number;
  readonly nColumns: number;
  readonly norm: number;
  readonly largest: number;
};

type MatrixPicture = {
  readonly place: MatrixPlace;
  readonly cells: SizeCells;
  /** "W_Q [128, 16]", and "norm 5.23". */
  readonly title: string;
  readonly words: string;
  /** The same for who sees no picture. */
  readonly says: string;
};

export type WeightPicturesPicture = {
  readonly layout: WeightPicturesLayout;
  readonly matrices: readonly MatrixPicture[];
  /** The size at the end of the ramp, the same for all. */
  readonly max: number;
  /** How many numbers a point stands for at most. */
  readonly nUnder: number;
};

/** Matrices as points by their size on one scale, from 0 to the largest number in any of them. */
export function weightPicturesPicture(
  matrices: readonly PicturedMatrix[],
  scheme: Scheme,
  room: number,
  rem: number,
): WeightPicturesPicture {
  const layout = weightPicturesLayout(matrices, room, rem);
  const max = matrices.reduce((most, { largest }) => Math.max(most, largest), 0);
  const drawn = matrices.flatMap(({ name, data, nRows, nColumns, norm, largest }, at): MatrixPicture[] => {
    const place = layout.places[at];
    if (place === undefined) return [];
    const [size, length] = [`[${nRows}, ${nColumns}]`, preciseNumber(norm)];
    return [
      {
        place,
        cells: sizeCells({ values: data, nRows, nColumns }, 1, scheme, max),
        title: `${name} ${size}`,
        words: `norm ${length}`,
        says: `${name}, ${nRows} by ${nColumns} numbers, Frobenius norm ${length}, largest size ${preciseNumber(largest)}`,
      },
    ];
  });
  return { layout, matrices: drawn, max, nUnder: drawn.reduce((most, { cells }) => Math.max(most, cells.nUnder), 1) };
}
