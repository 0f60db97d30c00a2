import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { runJsonParts } from '../runJson.ts';
import { PARTS, RUN_WITH_PARTS, SUMMARY } from './testing/runWithParts.ts';
import { readBack, parse, changed } from './testing/runFile.ts';

describe('what stands beside a run in its file', () => {
  test('is read back as it was written', () => {
    const { extras, logits, warnings } = readBack();
    expect(warnings).toEqual([]);
    expect(extras).toEqual(PARTS);
    expect(logits).toEqual(RUN_WITH_PARTS.logits);
  });

  test('is written again as it stood', () => {
    const again = [...runJsonParts(RUN_WITH_PARTS, [], readBack().extras)].join('');
    expect(JSON.parse(again)).toEqual(parse());
    for (const part of ['lookedAt', 'ablation', 'oneHead', 'studies', 'alike'])
      expect(JSON.parse(again)[part]).toBeDefined();
  });

  test('of a model without a language head are turns of its vectors', () => {
    const turns = Float32Array.of(0.1, NaN, 2, 0.3);
    const effect = { objective: 'output' as const, summary: SUMMARY, positions: [], turns };
    const file = [...runJsonParts(RUN_WITH_PARTS, [], { ...PARTS, ablated: { ...PARTS.ablated!, effect } })].join('');
    expect(readBack(JSON.parse(file)).extras.ablated?.effect).toEqual(effect);
  });

  test('may be missing: files of before have no words, no status, no objective', () => {
    expect(changed('ablation.words', undefined).extras.ablated?.words).toEqual(new Map());
    const study = changed('studies.0.objective', undefined).extras.studies[0];
    expect(study).toEqual({ ...PARTS.studies[0], objective: null });
    // Two of four results.
    expect(changed('studies.0.status', undefined).extras.studies[0]?.status).toBe('stopped');
    const one = changed('studies.0', { ...parse().studies[0], texts: ['b'], status: undefined, results: [] });
    expect(one.extras.studies[0]?.status).toBe('stopped');
    const both = [0, 1].map((variant) => ({ input: 0, variant, ...SUMMARY }));
    const plain = { ...parse().studies[0], texts: ['b'], status: undefined };
    const all = changed('studies.0', { ...plain, results: both, refused: undefined });
    expect(all.extras.studies[0]).toMatchObject({ status: 'done', refused: [] });
    // A variant that could not be made is through as well.
    const refused = [{ input: 0, variant: 1, why: 'no label' }];
    const some = changed('studies.0', { ...plain, results: both.slice(0, 1), refused });
    expect(some.extras.studies[0]).toMatchObject({ status: 'done', refused });
    for (const part of [
      'lookedAt',
      'lookedAt.asked',
      'ablation',
      'oneHead',
      'studies',
      'alike',
      'ablation.effect',
      'ablation.logits',
      'oneHead.1.effect',
    ]) {
      expect(changed(part, undefined).warnings).toEqual([]);
      expect(changed(part, null).warnings).toEqual([]);
    }
  });

  test('may be missing: comparisons of before do not say how many of their texts tell', () => {
    const [cross] = PARTS.alike;
    expect(changed('alike.0.nTexts', undefined).extras.alike).toEqual([{ ...cross, nTexts: null }]);
    expect(changed('alike.0.nContentTexts', undefined).extras.alike).toEqual([{ ...cross, nContentTexts: null }]);
    expect(changed('alike.0.nTexts', 3).extras.alike).toEqual([{ ...cross, nTexts: 3 }]);
    expect(changed('alike.0.nContentTexts', 0).extras.alike).toEqual([{ ...cross, nContentTexts: 0 }]);
  });

  test('names the first stack in one way, as the page does', () => {
    const { extras } = changed('ablation.heads.0.kind', 'encoder');
    expect(extras.ablated?.ablation.heads).toEqual(PARTS.ablated!.ablation.heads);
  });
});

/** Every place in the parts of the file, as a path of names. */
function placesIn(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, `${path}.${name}`))];
}

test('whatever stands at any place of the parts, the run opens, and what was read is written and read again', () => {
  const places = ['ablation', 'studies', 'alike'].flatMap((part) => placesIn(parse()[part], part));
  expect(places.length).toBeGreaterThan(150);
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom(1e308, -1, 0.5, '__proto__', [], {}, null, undefined));
  fc.assert(
    fc.property(fc.constantFrom(...places), values, (path, value) => {
      const { stacks, extras } = changed(path, value);
      expect(stacks).toHaveLength(2);
      const again = readBack(JSON.parse([...runJsonParts(RUN_WITH_PARTS, [], extras)].join('')));
      expect(again).toMatchObject({ extras, warnings: [] });
    }),
    { seed: 7, numRuns: 600 },
  );
});

test('a run that is broken itself is refused, whatever stands beside it', () => {
  expect(() => changed('attention', [])).toThrow(AppError);
  expect(() => changed('attention.0.dims', [2, 3, 5, 4])).toThrow(/bad-recording/);
});
