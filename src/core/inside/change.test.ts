import { expect, test } from 'vitest';
import { addedAt, isTurned, usedPatterns, usedWeights } from './change.ts';
import { rowShares } from './valueMap.ts';
import { headInside, rowInside } from './road.ts';
import { sharpenRow } from './sharpenedRow.ts';
import { roadTensors } from './insideTensors.ts';
import { MADE, madeLayer } from './testing/layers.ts';

const { nHeads, nQueries, nKeys, dV } = MADE;

/** Head 1 is kept to a quarter, the rest of its weight on key 2; head 3 is off and gives two in each channel instead. */
const change = {
  keep: Float32Array.of(1, 0.25, 1, 0),
  pattern: Float32Array.from({ length: nHeads * nQueries * nKeys }, (_, at) => {
    const [head, key] = [Math.floor(at / (nQueries * nKeys)), at % nKeys];
    return head === 1 && key === 2 ? 0.75 : 0;
  }),
  added: Float32Array.from({ length: nHeads * nQueries * dV }, (_, at) => (at >= 3 * nQueries * dV ? 2 : 0)),
};

test('values are weighed by what is kept of the own weights and what was put beside them', () => {
  const layer = { change, nQueries, nKeys };
  const own = Float32Array.of(0.4, 0.2, 0.2, 0.2, 0);
  expect(usedWeights(layer, 0, own)).toBe(own);
  expect([...usedWeights(layer, 1, own, 2)]).toEqual([0.1, 0.05, 0.8, 0.05, 0].map((one) => expect.closeTo(one, 6)));
  expect([...usedWeights(layer, 3, own)]).toEqual([0, 0, 0, 0, 0]);
  expect(usedWeights({ ...layer, change: null }, 3, own)).toBe(own);
});

test('of all heads of a layer those that nothing was done to keep their patterns', () => {
  const { patterns } = madeLayer(3);
  const area = nQueries * nKeys;
  const used = usedPatterns({ change, nQueries, nKeys }, patterns);
  expect(used.subarray(0, area)).toEqual(patterns.subarray(0, area));
  expect(used.subarray(3 * area).every((one) => one === 0)).toBe(true);
  // A quarter of rows that sum to 1, and three quarters on one key.
  expect([...rowShares(used.slice(area, 2 * area), nKeys)]).toEqual(
    [...used.subarray(area, 2 * area)].map((one) => expect.closeTo(one, 6)),
  );
  expect(usedPatterns({ change: null, nQueries, nKeys }, patterns)).toBe(patterns);
});

test('what comes of no key is told of heads that are turned down only', () => {
  const layer = { change, nHeads, nQueries };
  expect([isTurned(layer, 0), isTurned(layer, 1), isTurned({ change: null }, 1)]).toEqual([false, true, false]);
  expect([addedAt(layer, 0, 1), addedAt(layer, 3, 1)]).toEqual([null, new Float32Array(dV).fill(2)]);
});

test('what comes of padding is told of queries in whose window there is some', () => {
  const ofPadding = Float32Array.from({ length: nHeads * nQueries * dV }, (_, at) => Math.floor(at / dV) % nQueries);
  const places = {
    count: 2,
    size: 3,
    ofPosition: new Uint32Array(),
    inWindow: new Uint32Array(),
    hasPadding: true,
    paddingKeys: null,
  };
  const layer = { change: null, windows: { ...places, ofPadding }, nHeads, nQueries };
  expect([addedAt(layer, 1, 0), addedAt(layer, 1, 2)]).toEqual([null, new Float32Array(dV).fill(2)]);
  expect(addedAt({ ...layer, windows: { ...places, ofPadding: null } }, 1, 2)).toBeNull();
});

test('a row tells its own weights and those that were used; what is sent is of the latter, and another softmax is refused where the head is off', () => {
  const { layer, patterns } = madeLayer(5);
  const rowOf = (head: number, turned: boolean) => {
    const whole = headInside({ ...layer, change: turned ? change : null }, head);
    const weights = patterns.slice(head * nQueries * nKeys, head * nQueries * nKeys + nKeys);
    return { whole, row: rowInside(whole, { query: 0, weights, isCausal: false }) };
  };
  const [plain, turned, off] = [rowOf(1, false), rowOf(1, true), rowOf(3, true)];
  expect(turned.row.weights).toEqual(plain.row.weights);
  expect(plain.row.used).toBe(plain.row.weights);
  const { sent } = turned.row;
  expect(sent!.sent[2]).toBeCloseTo((0.25 * plain.row.weights[2]! + 0.75) * plain.whole.offered![2]!, 6);
  expect(off.row.sent).toMatchObject({ sum: 0, left: null });
  expect([off.row.added, plain.row.added]).toEqual([new Float32Array(dV).fill(2), null]);
  expect(sharpenRow(off.whole, off.row, { scaleOff: true })).toEqual({ refused: 'head-off' });
  expect('weights' in sharpenRow(turned.whole, turned.row, { tau: 2 })).toBe(true);
  const names = (one: typeof plain) =>
    roadTensors({ head: one.whole, row: one.row, key: 0, pair: null }).weight.map(({ name }) => name);
  expect([names(plain), names(turned)]).toEqual([['weight'], ['weight', 'used']]);
});
