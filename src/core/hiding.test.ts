import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renormalise, sinkPositions, hiddenOf } from './hiding.ts';
import type { Token } from './tokens.ts';

fc.configureGlobal({ seed: 20_261_121 });

function token(position: number, piece: string, special = false): Token {
  return { position, id: position, piece, text: piece, start: 0, end: 0, special, segment: 0 };
}

const SENTENCE = [
  token(0, '[CLS]', true),
  token(1, 'he'),
  token(2, '[MASK]', true),
  token(3, '[SEP]', true),
  token(4, '<mask>', true),
];

describe('sink positions', () => {
  test('are the special tokens, but never a mask to be filled', () => {
    expect([...sinkPositions(SENTENCE, false)]).toEqual([1, 0, 0, 1, 0]);
  });

  test('of a causal model are also position 0, whatever stands there', () => {
    const words = [token(0, 'The'), token(1, 'Ġboy'), token(2, 'Ġsat')];
    expect([...sinkPositions(words, true)]).toEqual([1, 0, 0]);
    expect([...sinkPositions(words, false)]).toEqual([0, 0, 0]);
  });
});

/** Shape [query, key] = [3, 4]. */
const PATTERN = Float32Array.of(0.5, 0.25, 0.25, 0, 0.125, 0.125, 0.25, 0.5, 1, 0, 0, 0);

describe('renormalising', () => {
  test('tells what lies on the hidden keys and by what the rest grows', () => {
    const { hiddenMass, rowScale } = renormalise(PATTERN, 4, Uint8Array.of(1, 0, 1, 0));
    expect([...hiddenMass]).toEqual([0.75, 0.375, 1]);
    expect([...rowScale]).toEqual([4, Math.fround(1.6), 0]);
  });

  test('leaves everything as it is when nothing is hidden', () => {
    const { hiddenMass, rowScale } = renormalise(PATTERN, 4, new Uint8Array(4));
    expect([...hiddenMass]).toEqual([0, 0, 0]);
    expect([...rowScale]).toEqual([1, 1, 1]);
  });

  test('does not blow up a row of which next to nothing is left', () => {
    const { hiddenMass, rowScale } = renormalise(Float32Array.of(1 - 2 ** -21, 2 ** -21), 2, Uint8Array.of(1, 0));
    expect(rowScale[0]).toBe(0);
    expect(hiddenMass[0]).toBeGreaterThan(0.999);
  });

  test('never finds more than the whole of a row hidden', () => {
    const { hiddenMass, rowScale } = renormalise(Float32Array.of(0.75, 0.2505), 2, Uint8Array.of(1, 1));
    expect(hiddenMass[0]).toBe(1);
    expect(rowScale[0]).toBe(0);
  });

  test('makes the keys that are left sum to 1', () => {
    const nKeys = 5;
    const rows = fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: nKeys, maxLength: nKeys }), {
      minLength: 1,
      maxLength: 4,
    });
    const flags = fc.array(fc.boolean(), { minLength: nKeys, maxLength: nKeys }).filter((all) => all.includes(false));
    fc.assert(
      fc.property(rows, flags, (counts, isHidden) => {
        const pattern = Float32Array.from(
          counts.flatMap((row) => {
            const total = row.reduce((sum, weight) => sum + weight, 0);
            return row.map((weight) => weight / total);
          }),
        );
        const { rowScale } = renormalise(pattern, nKeys, Uint8Array.from(isHidden, Number));
        for (const [query, scale] of rowScale.entries()) {
          let shown = 0;
          for (let key = 0; key < nKeys; key++) if (!isHidden[key]) shown += pattern[query * nKeys + key]! * scale;
          expect(shown).toBeCloseTo(1, 4);
        }
      }),
    );
  });
});

test('cross-attention hides keys alone, even where it has as many queries', () => {
  const source = [token(0, '[CLS]', true), token(1, 'a'), token(2, '[SEP]', true)];
  const target = [token(0, '[BOS]', true), token(1, 'x'), token(2, 'y')];
  expect([...hiddenOf(target, source, false).keys]).toEqual([1, 0, 1]);
  expect([...hiddenOf(target, source, false).queries]).toEqual([0, 0, 0]);
  expect([...hiddenOf(source, source, false).queries]).toEqual([1, 0, 1]);
});
