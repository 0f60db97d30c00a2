import { roadTensors } from './insideTensors.ts';
import type { InsideRoad, Named } from './insideTensors.ts';
import type { StageId } from './stages.ts';

/**
 * Why two texts have no difference in a step. nowhere: the numbers of one are not to be had. shape: there are not as many of both. relative: scores
 * are known up to a constant of each row.
 */
type WhyNoDifference = 'nowhere' | 'shape' | 'relative';

/** The numbers of one step at a query and a key of two texts. Arrays are along `axes`; null where they are not to be had. */
export type Compared = {
  readonly name: string;
  readonly axes: string;
  readonly first: ArrayLike<number> | null;
  readonly second: ArrayLike<number> | null;
  /** Second less first, one a place; NaN where one of them is not finite, as the score of a masked key is. */
  readonly difference: Float64Array | null;
  readonly whyNot: WhyNoDifference | null;
};

/** What of a step two texts are held against each other in, by the names of `stageTensors`; what serves all rows of a text is left out. */
const COMPARED: Readonly<Record<StageId, readonly string[]>> = {
  stream: ['x'],
  read: ['y'],
  qkv: ['query', 'key', 'value'],
  rotation: [],
  products: ['products'],
  raw: ['raw'],
  scale: ['scaled'],
  cap: ['capped'],
  bias: ['bias'],
  mask: ['allowed'],
  score: ['score'],
  sink: ['mass'],
  weight: ['weight'],
  result: ['z'],
  concat: ['zOfAllHeads'],
  written: ['w'],
  output: ['A'],
  after: ['x'],
};

/** Two texts in one head at a query and a key each: gives what a step holds of both. */
export function compareRoads(first: InsideRoad, second: InsideRoad): (id: StageId) => readonly Compared[] {
  const [own, other] = [roadTensors(first), roadTensors(second)];
  const areRelative = first.row.areScoresRelative || second.row.areScoresRelative;
  return (id) =>
    COMPARED[id].flatMap((name) => {
      const [a, b] = [own, other].map((tensors) => tensors[id].find((one) => one.name === name));
      if (a === undefined || b === undefined) return [];
      const { axes, data: one } = a;
      const whyNot = whyNoDifference(a, b, id === 'score' && areRelative);
      const difference = whyNot === null && one && b.data ? differenceOf(one, b.data) : null;
      return [{ name, axes, first: one, second: b.data, difference, whyNot }];
    });
}

function whyNoDifference(a: Named, b: Named, isRelative: boolean): WhyNoDifference | null {
  if (a.data === null || b.data === null) return 'nowhere';
  if (a.dims.join() !== b.dims.join()) return 'shape';
  return isRelative ? 'relative' : null;
}

function differenceOf(first: ArrayLike<number>, second: ArrayLike<number>): Float64Array {
  const both = Float64Array.from(second, (value, at) => value - first[at]!);
  return both.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}
