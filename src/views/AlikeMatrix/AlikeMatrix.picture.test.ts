import { describe, expect, test } from 'vitest';
import type { AlikeKeys } from '../../core/alike/comparison.ts';
import { headTree } from '../../core/alike/headTree.ts';
import { rampBlock } from '../picture/rampBlock.ts';
import { stacked } from '../picture/svg.ts';
import { DARK } from '../picture/testing/dark.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { paperAlikeLayout } from './AlikeMatrix.layout.ts';
import { alikePicture } from './AlikeMatrix.picture.ts';
import type { AlikeValues } from './AlikeMatrix.picture.ts';
import { alikeBlock } from './AlikeMatrix.svg.ts';
import { planePicture } from './AlikePlane.picture.ts';
import type { PlaneValues } from './AlikePlane.picture.ts';
import { planeBlock } from './AlikePlane.svg.ts';

/** Heads of layers of four as they stand on a line: the distance of two is how far apart; NaN stands nowhere. */
function alikeValues(places: readonly number[], tau: number, keys: AlikeKeys = 'all'): AlikeValues {
  const distance = Float32Array.from(places.flatMap((a, i) => places.map((b, j) => (i === j ? 0 : Math.abs(a - b)))));
  const { order, merges } = headTree(distance, places.length);
  return { names: namesOf(places.length), keys, distance, order, merges, tau };
}

/** L0H0 to L0H3, then L1H0 and so on. */
function namesOf(n: number): readonly string[] {
  return Array.from({ length: n }, (_, i) => `L${Math.floor(i / 4)}H${i % 4}`);
}

/** Three groups: about 0, about 0.4, and one head alone. */
const PLACES = [0, 0.42, 0.05, 0.9, 0.4, 0.12, 0.47, 0.02];

const pictureOf = (values: AlikeValues, scheme: 'light' | 'dark' = 'light') =>
  alikePicture(values, paperAlikeLayout(values.order.length, values.merges.length > 0, 420), scheme);

async function draw(values: AlikeValues, scheme: 'light' | 'dark' = 'light'): Promise<string> {
  const ink = scheme === 'dark' ? DARK : undefined;
  const picture = pictureOf(values, scheme);
  return standalone(stacked([await alikeBlock(picture, ink), rampBlock(picture.legend, ink)], 14), ink);
}

const GLYPHS = ['diagonal', 'column', null, 'ring', 'arc'] as const;

function planeOf(points: readonly (readonly [number, number])[], groups: PlaneValues['groups'] = []): PlaneValues {
  const glyphs = points.map((_, i) => GLYPHS[i % GLYPHS.length] ?? null);
  return { names: namesOf(points.length), points: points.flat(), share: 0.7, glyphs, groups };
}

const drawPlane = (values: PlaneValues, scheme: 'light' | 'dark' = 'light'): string => {
  const ink = scheme === 'dark' ? DARK : undefined;
  return standalone(planeBlock(planePicture(values, { width: 420, height: 398 }, 15, scheme), ink), ink);
};

const SPREAD = planeOf(
  [
    [-0.4, 0.2],
    [0.35, -0.1],
    [-0.35, 0.1],
    [0.1, 0.3],
    [0.3, -0.22],
    [-0.3, 0.25],
  ],
  [
    { letter: 'A', members: [0, 2, 5] },
    { letter: 'B', members: [1, 4] },
  ],
);
/** A row so tight that names go to all sides, and some find no room. */
const TIGHT = planeOf([...Array.from({ length: 9 }, (_, i) => [i / 40, (i % 2) / 60] as const), [0.9, 0.5]]);
const MANY = planeOf(
  Array.from({ length: 70 }, (_, i) => [((i * 17) % 70) / 70, ((i * 29) % 70) / 70] as const),
  Array.from({ length: 8 }, (_, i) => ({ letter: 'ABCDEFGH'[i]!, members: [i, i + 20, i + 40] })),
);

testPictures(import.meta.dirname, {
  'matrix-groups': () => draw(alikeValues(PLACES, 0.15)),
  'matrix-groups-dark': () => draw(alikeValues(PLACES, 0.15), 'dark'),
  'matrix-tree-cut-high': () => draw(alikeValues(PLACES, 0.6)),
  'matrix-heads-without-content': () => draw(alikeValues([...PLACES, Number.NaN, 0.3], 0.15, 'content')),
  'matrix-heads-without-content-dark': () => draw(alikeValues([...PLACES, Number.NaN, 0.3], 0.15, 'content'), 'dark'),
  'matrix-two-heads': () => draw(alikeValues([0, 0.5], 0.25)),
  'matrix-one-head': () => draw(alikeValues([0], 0.25)),
  'matrix-names-left-out': () =>
    draw(
      alikeValues(
        Array.from({ length: 80 }, (_, i) => ((i * 13) % 80) / 90),
        0.04,
      ),
    ),
  'plane-groups': () => drawPlane(SPREAD),
  'plane-groups-dark': () => drawPlane(SPREAD, 'dark'),
  'plane-names-that-would-overlap': () => drawPlane(TIGHT),
  'plane-seventy-heads': () => drawPlane(MANY),
  'plane-one-point': () => drawPlane({ ...SPREAD, points: new Float64Array(12), share: Number.NaN }),
  'plane-a-head-without-place': () =>
    drawPlane({ ...SPREAD, points: [...Array.from(SPREAD.points), Number.NaN, Number.NaN] }),
});

describe('a picture of distances', () => {
  const { names, tree, cut, layout } = pictureOf(alikeValues(PLACES, 0.15));

  test('names its rows in the order of the tree, those that have no place in it last', () => {
    const gaps = pictureOf(alikeValues([Number.NaN, ...PLACES], 0.15)).names;
    expect(gaps.at(-1)?.name).toBe('L0H0');
    expect(names.map(({ name }) => name).toSorted()).toEqual(alikeValues(PLACES, 0).names);
  });

  test('cuts the tree where heads stop being alike', () => {
    // Leaves lie at the right: what is joined below the cut is joined at its right.
    const joinedAt = (path: string): number => Number(/H([\d.]+)V/.exec(path)![1]);
    expect(tree.filter(({ isBelow }) => isBelow)).toHaveLength(5);
    for (const { path, isBelow } of tree) expect(joinedAt(path) >= cut!.x).toBe(isBelow);
    expect(cut).toMatchObject({ text: '0.15', bottom: layout.top + layout.side });
  });

  test('has no cut where there is no tree', () => {
    expect(pictureOf(alikeValues([0], 0.15)).cut).toBeNull();
  });
});

describe('a picture of the plane', () => {
  test('has nothing of a head without a place, and says of each other with whom it goes', () => {
    const points = [0, 0, Number.NaN, Number.NaN, 0.5, 0];
    const values = { ...SPREAD, points, groups: [{ letter: 'A', members: [0, 2] }] };
    const { heads } = planePicture(values, { width: 420, height: 398 }, 15, 'light');
    expect(heads.map((head) => head?.words)).toEqual([
      'L0H0, group A of 2 heads',
      undefined,
      'L0H2, group A of 2 heads',
    ]);
  });

  test('has a unit that is cut, and loses its number, where distances are small', () => {
    const near = { ...SPREAD, points: Array.from(SPREAD.points, (one) => one / 20) };
    const box = { width: 420, height: 398 };
    expect(planePicture(near, box, 15, 'light').unit).toEqual({ length: 140, text: '' });
    expect(planePicture(SPREAD, box, 15, 'light').unit.text).toBe('0.1');
  });
});
