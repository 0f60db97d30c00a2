import { describe, expect, test } from 'vitest';
import { compareRoads } from './against.ts';
import type { InsideRoad } from './insideTensors.ts';
import type { InsideLayer } from './layer.ts';
import { headInside, pairInside, rowInside } from './road.ts';
import { STAGE_IDS } from './stages.ts';
import { MADE, madeLayer, nowhere } from './testing/layers.ts';
import { lengthOf } from './vectors.ts';

const [HEAD, QUERY, KEY] = [1, 2, 3];

function roadOf(seed: number, change: Partial<InsideLayer> = {}, nKeys: number = MADE.nKeys): InsideRoad {
  const { layer, patterns } = madeLayer(seed);
  const head = headInside({ ...layer, ...change }, HEAD);
  const start = (HEAD * MADE.nQueries + QUERY) * MADE.nKeys;
  const row = rowInside(head, { query: QUERY, weights: patterns.slice(start, start + nKeys), isCausal: false });
  return { head, row, key: KEY, pair: pairInside(head, row, KEY) };
}

/** A text of four keys in place of five. */
function shorter(): InsideRoad {
  const { layer } = madeLayer(8);
  const cut = (stage: InsideLayer['key'], nChannels: number): InsideLayer['key'] =>
    stage.from === 'nowhere'
      ? stage
      : {
          ...stage,
          data: Float32Array.from({ length: MADE.nKeyHeads * 4 * nChannels }, (_, at) => {
            const [row, channel] = [Math.floor(at / nChannels), at % nChannels];
            return stage.data[(Math.floor(row / 4) * MADE.nKeys + (row % 4)) * nChannels + channel]!;
          }),
        };
  return roadOf(8, { nKeys: 4, key: cut(layer.key, MADE.dK), value: cut(layer.value, MADE.dV) }, 4);
}

describe('two texts in one head', () => {
  test('a text held against itself differs in nothing, in all that there is to compare', () => {
    const compare = compareRoads(roadOf(3), roadOf(3));
    const all = STAGE_IDS.flatMap(compare);
    expect(all.map(({ whyNot }) => whyNot)).toEqual(all.map(() => null));
    // A score that is not allowed is minus infinity in both.
    const isNone = all.flatMap(({ difference }) => [...difference!].filter((by) => by !== 0));
    expect(isNone.every(Number.isNaN)).toBe(true);
    expect(isNone.length).toBeLessThan(all.length);
    expect(all.map(({ name }) => name).join(' ')).toBe(
      'x y query key value products raw scaled allowed score weight z zOfAllHeads w A x',
    );
  });

  test('the difference is the second less the first, number by number, and turns its sign with the texts', () => {
    const [first, second] = [roadOf(3), roadOf(8)];
    const [one, other] = [compareRoads(first, second), compareRoads(second, first)];
    for (const id of STAGE_IDS) {
      for (const [at, { first: a, second: b, difference }] of one(id).entries()) {
        for (const [place, by] of difference!.entries()) {
          const isFinite = Number.isFinite(a![place]) && Number.isFinite(b![place]);
          expect(by).toBe(isFinite ? b![place]! - a![place]! : Number.NaN);
        }
        expect([...other(id)[at]!.difference!].map((by) => 0 - by)).toEqual([...difference!]);
      }
    }
    expect(lengthOf(one('products')[0]!.difference!)).toBeGreaterThan(0.1);
  });

  test('rows over different numbers of keys have no difference; vectors of their words have', () => {
    const compare = compareRoads(roadOf(3), shorter());
    const shapes = STAGE_IDS.flatMap((id) => compare(id).map(({ name, whyNot }) => [name, whyNot]));
    expect(shapes.filter(([, whyNot]) => whyNot !== null)).toEqual(
      ['raw', 'scaled', 'allowed', 'score', 'weight'].map((name) => [name, 'shape']),
    );
    expect(compare('weight')[0]).toMatchObject({ difference: null });
    expect([compare('weight')[0]!.first!.length, compare('weight')[0]!.second!.length]).toEqual([5, 4]);
  });

  test('what one of them lacks has no difference, and scores up to a constant have none', () => {
    const compare = compareRoads(roadOf(3), roadOf(8, { value: nowhere, query: nowhere }));
    expect(compare('qkv').map(({ name, whyNot }) => [name, whyNot])).toEqual([
      ['query', 'nowhere'],
      ['key', null],
      ['value', 'nowhere'],
    ]);
    expect(compare('score').map(({ whyNot }) => whyNot)).toEqual(['relative']);
    expect(compare('weight').map(({ whyNot }) => whyNot)).toEqual([null]);
  });
});
