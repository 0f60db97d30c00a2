import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headFacts, rowFacts } from './rowFacts.ts';
import { rawRowInto, scoreRowInto, sinkScoreOf, softmaxInto } from './scoreRow.ts';
import { powerOf, powerRowInto, sharpenRowInto, warmInto } from './sharpen.ts';
import { allAllowed, apart, INSIDE, nameOf } from './testing/fixtures.ts';

fc.configureGlobal({ seed: 20_261_130 });

const row = (...numbers: number[]) => Float64Array.from(numbers);
const plain = (scale: number, allowed: Uint8Array) => ({ scale, softCap: null, bias: null, allowed });
const BASIS = { isHalf: false, hasSink: false, scale: 0.25, hasBiasOrCap: false };

describe('by hand', () => {
  test('a raw row is the query times each key', () => {
    expect([...rawRowInto(new Float64Array(3), Float32Array.of(1, -2), Float32Array.of(3, 1, 0, 2, -1, -1))]).toEqual([
      1, -4, 1,
    ]);
  });

  test('scores are scaled, capped, and only then given their bias; a masked key has none', () => {
    const parts = { scale: 0.5, softCap: 10, bias: [1, 0, -1], allowed: Uint8Array.of(1, 0, 1) };
    const scores = scoreRowInto(new Float64Array(3), row(20, 5, -8), parts);
    expect(scores[0]).toBeCloseTo(10 * Math.tanh(1) + 1, 12);
    expect(scores[1]).toBe(-Infinity);
    expect(scores[2]).toBeCloseTo(10 * Math.tanh(-0.4) - 1, 12);
  });

  test('weights of ln 1, ln 2 and ln 5 are 1, 2 and 5 eighths; with a sink of ln 2, tenths', () => {
    const scores = row(0, Math.log(2), Math.log(5));
    expect(apart(softmaxInto(row(0, 0, 0), scores), [0.125, 0.25, 0.625])).toBeLessThan(1e-15);
    const sunk = softmaxInto(row(0, 0, 0), scores, Math.log(2));
    expect(apart(sunk, [0.1, 0.2, 0.5])).toBeLessThan(1e-15);
    expect(sinkScoreOf(scores, sunk)).toBeCloseTo(Math.log(2), 12);
  });

  test('a row without keys stays 0, and its facts have no share', () => {
    expect([...softmaxInto(row(9, 9), row(-Infinity, -Infinity))]).toEqual([0, 0]);
    expect(rowFacts([0, 0], Uint8Array.of(0, 0), false)).toMatchObject({
      nAllowed: 0,
      largestKey: -1,
      entropy: 0,
      share: null,
    });
  });

  test('half, a quarter and twice an eighth have 1.75 ln 2 of entropy, of ln 4; 1 - 11/32 is movable', () => {
    const facts = rowFacts([0.25, 0.5, 0.125, 0, 0.125], Uint8Array.of(1, 1, 1, 0, 1), false);
    expect(facts.entropy).toBeCloseTo(1.75 * Math.LN2, 12);
    expect(facts.share).toBeCloseTo(0.875, 12);
    expect(facts.effectiveKeys).toBeCloseTo(2 ** 1.75, 12);
    expect(facts.movable).toBeCloseTo(21 / 32, 12);
    expect(facts).toMatchObject({ nAllowed: 4, largest: 0.5, largestKey: 1, nUnderflowed: 0, sinkMass: 0 });
  });

  test('what is left by a weight of nearly 1 keeps its digits', () => {
    const facts = rowFacts(Float64Array.of(1, 1e-20), Uint8Array.of(1, 1), false);
    expect(facts.movable).toBeCloseTo(2e-20, 30);
    expect(facts.entropy / (1e-20 * (1 - Math.log(1e-20)))).toBeCloseTo(1, 12);
  });

  test('one key only: no entropy, no share, nothing to move', () => {
    expect(rowFacts([1, 0], Uint8Array.of(1, 0), false)).toMatchObject({
      nAllowed: 1,
      entropy: 0,
      share: null,
      effectiveKeys: 1,
      movable: 0,
    });
  });

  test('an allowed key of weight 0 is counted as too small, a masked one is not', () => {
    expect(rowFacts([0, 1, 0], Uint8Array.of(1, 1, 0), false)).toMatchObject({ nAllowed: 2, nUnderflowed: 1 });
  });

  test('a sink is one more place: a quarter each of two keys and half in the sink are 1.5 ln 2 of ln 3', () => {
    const facts = rowFacts([0.25, 0.25], Uint8Array.of(1, 1), true);
    expect(facts.entropy).toBeCloseTo(1.5 * Math.LN2, 12);
    expect(facts.share).toBeCloseTo((1.5 * Math.LN2) / Math.log(3), 12);
    expect(facts.movable).toBeCloseTo(1 - 0.375, 12);
    expect(facts).toMatchObject({ largest: 0.25, largestKey: 0, sinkMass: 0.5 });
  });

  test('a head: the median of the shares and the part of sharp rows, without rows of one key', () => {
    const pattern = Float32Array.of(1, 0, 0.5, 0.5, 0.999, 0.001, 0.25, 0.75);
    const allowed = Uint8Array.of(1, 0, 1, 1, 1, 1, 1, 1);
    const facts = headFacts(pattern, allowed, 2, false);
    expect(facts).toMatchObject({ nRows: 3, sharpRows: 1 / 3 });
    expect(facts.medianShare).toBeCloseTo((-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75)) / Math.LN2, 12);
    expect(headFacts(pattern.subarray(0, 2), allowed, 2, false)).toEqual({
      nRows: 0,
      medianShare: NaN,
      sharpRows: NaN,
    });
  });

  test('scale off keeps bias and sink; a temperature divides them too', () => {
    const parts = { scale: 0.5, softCap: null, bias: [Math.log(3), 0], allowed: Uint8Array.of(1, 1) };
    const raw = row(0, Math.log(4));
    // e^t is 3 and 4, the sink 1.
    expect(apart(sharpenRowInto(row(0, 0), raw, parts, { scaleOff: true }, 0), [3 / 8, 4 / 8])).toBeLessThan(1e-15);
    // e^t is 3 and 2 and the sink 4; to the power of a half.
    const warm = sharpenRowInto(row(0, 0), raw, parts, { tau: 2 }, Math.log(4));
    const sum = Math.sqrt(3) + Math.sqrt(2) + 2;
    expect(apart(warm, [Math.sqrt(3) / sum, Math.sqrt(2) / sum])).toBeLessThan(1e-15);
  });

  test('a temperature out of range is refused', () => {
    for (const tau of [0, 0.2, 4.1, NaN]) expect(() => warmInto(row(0), row(0), tau)).toThrow(RangeError);
  });

  test.each([
    [{ tau: 2 }, BASIS, { power: 0.5 }],
    [{ tau: 0.25 }, { ...BASIS, isHalf: true }, { power: 4 }],
    [{ tau: 1.5 }, { ...BASIS, isHalf: true }, { refused: 'half-precision' }],
    [{ tau: 5 }, BASIS, { refused: 'too-warm' }],
    [{ scaleOff: true } as const, BASIS, { power: 4 }],
    [{ scaleOff: true } as const, { ...BASIS, scale: null }, { refused: 'no-scale' }],
    [{ scaleOff: true } as const, { ...BASIS, hasBiasOrCap: true }, { refused: 'bias-or-cap' }],
    [{ scaleOff: true } as const, { ...BASIS, hasSink: true }, { refused: 'sink' }],
    [{ tau: 2 }, { ...BASIS, hasSink: true, scale: null, hasBiasOrCap: true }, { power: 0.5 }],
  ])('from weights alone, %j of %j is %j', (how, basis, expected) => {
    expect(powerOf(how, basis)).toEqual(expected);
  });

  test('weights of a half, a quarter and an eighth squared, with the last eighth in the sink', () => {
    const sharp = powerRowInto(row(0, 0, 0), [0.5, 0.25, 0.125], 2, true);
    expect(apart(sharp, [16 / 22, 4 / 22, 1 / 22])).toBeLessThan(1e-15);
    expect([...powerRowInto(row(0, 0), [0, 0], 2, false)]).toEqual([0, 0]);
  });
});

describe.each(INSIDE.cases.map((one) => [nameOf(one), one] as const))('%s', (_, one) => {
  const raw = Float64Array.from(one.rawRow);
  const allowed = allAllowed(raw);
  const parts = plain(INSIDE.scale, allowed);
  const scores = scoreRowInto(new Float64Array(raw.length), raw, parts);
  const weights = softmaxInto(new Float64Array(raw.length), scores);
  const off = sharpenRowInto(new Float64Array(raw.length), raw, parts, { scaleOff: true });
  const warm = sharpenRowInto(new Float64Array(raw.length), raw, parts, { tau: 2 });

  test('scores and weights are the reference', () => {
    expect(apart(scores, one.scoreRow)).toBeLessThan(5e-6);
    expect(apart(weights, one.weightRow)).toBeLessThan(2e-6);
  });

  test('so are the weights without the scale and at a temperature of 2', () => {
    expect(apart(off, one.weightRowScaleOff)).toBeLessThan(1e-5);
    expect(apart(warm, one.weightRowTemperature2)).toBeLessThan(2e-6);
  });

  test.each([
    ['as it is', weights, one.row],
    ['without the scale', off, one.rowScaleOff],
    ['at a temperature of 2', warm, one.rowTemperature2],
  ] as const)('the facts of the row %s are the reference', (__, of, expected) => {
    const facts = rowFacts(of, allowed, false);
    for (const name of ['entropy', 'share', 'effectiveKeys', 'largest', 'movable'] as const) {
      expect(Math.abs(facts[name]! - expected[name])).toBeLessThan(2e-5);
    }
    // Tiny numbers keep their digits; those of the reference's movable end at the last bit of 1.
    expect(Math.abs(facts.entropy / expected.entropy - 1)).toBeLessThan(1e-3);
    expect(Math.abs(facts.movable - expected.movable)).toBeLessThan(1e-4 * expected.movable + 5e-16);
  });

  test('weights alone, in single precision, give both within 1e-5', () => {
    const known = Float32Array.from(one.weightRow);
    const sharp = powerRowInto(new Float64Array(raw.length), known, 4, false);
    expect(apart(sharp, one.weightRowScaleOff)).toBeLessThan(1e-5);
    const soft = powerRowInto(new Float64Array(raw.length), known, 0.5, false);
    expect(apart(soft, one.weightRowTemperature2)).toBeLessThan(1e-5);
  });
});

describe('of any row', () => {
  const rows = fc
    .array(fc.record({ raw: fc.double({ min: -60, max: 60, noNaN: true }), isAllowed: fc.boolean() }), {
      minLength: 2,
      maxLength: 12,
    })
    .filter((cells) => cells.some(({ isAllowed }) => isAllowed));
  const split = (cells: readonly { raw: number; isAllowed: boolean }[]) => ({
    raw: Float64Array.from(cells, (cell) => cell.raw),
    allowed: Uint8Array.from(cells, (cell) => (cell.isAllowed ? 1 : 0)),
  });
  const taus = fc.double({ min: 0.25, max: 4, noNaN: true });

  test('weights are 0 to 1, sum to 1, and are 0 on keys that are not allowed', () => {
    fc.assert(
      fc.property(rows, taus, (cells, tau) => {
        const { raw, allowed } = split(cells);
        const weights = sharpenRowInto(new Float64Array(raw.length), raw, plain(0.3, allowed), { tau });
        expect(weights.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
        expect(weights.every((weight, key) => weight >= 0 && weight <= allowed[key]!)).toBe(true);
      }),
    );
  });

  test('a temperature of 1 changes nothing; without bias the scale off is the temperature of the scale', () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const { raw, allowed } = split(cells);
        const parts = plain(0.5, allowed);
        const asIs = softmaxInto(new Float64Array(raw.length), scoreRowInto(new Float64Array(raw.length), raw, parts));
        expect(apart(sharpenRowInto(new Float64Array(raw.length), raw, parts, { tau: 1 }), asIs)).toBe(0);
        const off = sharpenRowInto(new Float64Array(raw.length), raw, parts, { scaleOff: true });
        expect(apart(sharpenRowInto(new Float64Array(raw.length), raw, parts, { tau: 0.5 }), off)).toBeLessThan(1e-13);
      }),
    );
  });

  test('keys that are all alike stay so, whatever is done to the softmax', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -40, max: 40, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        taus,
        (raw, n, tau) => {
          const keys = new Float64Array(n).fill(raw);
          for (const how of [{ tau }, { scaleOff: true }] as const) {
            const weights = sharpenRowInto(new Float64Array(n), keys, plain(0.25, allAllowed(keys)), how);
            expect(apart(weights, new Float64Array(n).fill(1 / n))).toBeLessThan(1e-15);
          }
        },
      ),
    );
  });

  test('colder never spreads a row wider; the share stays from 0 to 1', () => {
    fc.assert(
      fc.property(rows, taus, (cells, tau) => {
        const { raw, allowed } = split(cells);
        const facts = [1, tau].map((one) => {
          return rowFacts(
            sharpenRowInto(new Float64Array(raw.length), raw, plain(0.3, allowed), { tau: one }),
            allowed,
            false,
          );
        });
        const [asIs, changed] = [facts[0]!, facts[1]!];
        const rise = changed.entropy - asIs.entropy;
        expect(tau < 1 ? rise : -rise).toBeLessThanOrEqual(1e-9);
        expect(changed.share ?? 0).toBeGreaterThanOrEqual(0);
        expect(changed.share ?? 0).toBeLessThanOrEqual(1 + 1e-12);
        expect(changed.movable).toBeGreaterThanOrEqual(0);
        expect(changed.movable).toBeLessThan(1);
      }),
    );
  });
});
