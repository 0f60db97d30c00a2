import { checkDistance } from './cluster.ts';
import { topEigenpairs } from './eigen.ts';

/** Items as points of a plane. */
export type Plane = {
  /** Centred on 0; the first axis spreads most. Shape: [item, 2]. */
  readonly points: Float64Array;
  /** Squared distances on the plane as a share of the true ones, in the sum over all pairs; clipped to 1. NaN if all are 0. */
  readonly shown: number;
};

/**
 * Classical multidimensional scaling: the two axes that keep most of the squared distances. Shape: distance [item, item].
 * Each axis points so that its largest coordinate is positive. Throws RangeError for a distance that is none.
 * Source: Torgerson 1952.
 */
export function classicalMds(distance: Float32Array, count: number): Plane {
  checkDistance(distance, count);
  const points = new Float64Array(2 * count);
  const centred = centre(distance, count);
  let trace = 0;
  for (let item = 0; item < count; item++) trace += centred[item * count + item]!;
  if (!(trace > 0)) return { points, shown: NaN };
  const { values, vectors } = topEigenpairs(centred, count, 2);
  for (let axis = 0; axis < Math.min(2, count); axis++) {
    const vector = vectors[axis]!;
    const scale = signOf(vector) * Math.sqrt(Math.max(0, values[axis]!));
    for (let item = 0; item < count; item++) points[2 * item + axis] = scale * vector[item]!;
  }
  const kept = values.slice(0, 2).reduce((sum, value) => sum + Math.max(0, value), 0);
  return { points, shown: Math.min(1, kept / trace) };
}

/** -1/2 J D^2 J, the products of the points that have these distances. */
function centre(distance: Float32Array, count: number): Float64Array {
  const squares = Float64Array.from(distance, (one) => one * one);
  const means = Float64Array.from({ length: count }, (_, item) => {
    let sum = 0;
    for (let other = 0; other < count; other++) sum += squares[item * count + other]!;
    return sum / count;
  });
  const mean = means.reduce((sum, one) => sum + one, 0) / count;
  return squares.map((square, cell) => {
    const [row, column] = [Math.floor(cell / count), cell % count];
    return -0.5 * (square - means[row]! - means[column]! + mean);
  });
}

/** 1 or -1, so that the largest coordinate becomes positive; of coordinates that are equal but for rounding the first. */
function signOf(vector: Float64Array): number {
  const largest = vector.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return (vector.find((one) => Math.abs(one) > largest * (1 - 1e-9)) ?? 1) < 0 ? -1 : 1;
}
