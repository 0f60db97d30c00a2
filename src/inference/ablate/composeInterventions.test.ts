import { expect, test } from 'vitest';
import { composeInterventions } from './composeInterventions.ts';

// (keep P + pattern) V + context of two heads, one query, two keys and one channel, as numbers.
type Done = NonNullable<Parameters<typeof composeInterventions>[0][number]>;
const give = ({ scale, pattern, context }: Done, own: readonly number[], values: readonly number[], head: number) =>
  values.reduce(
    (sum, value, key) => sum + (scale[head]! * own[key]! + (pattern?.[head * 2 + key] ?? 0)) * value,
    context?.[head] ?? 0,
  );

const base: Done = {
  scale: Float32Array.of(0.5, 1),
  pattern: Float32Array.of(0.25, 0.25, 0, 0),
  nKeys: 2,
  context: Float32Array.of(4, 0),
};

test('the second is done to what comes of the first', () => {
  const more: Done = { scale: Float32Array.of(0.5, 0), pattern: Float32Array.of(0, 1, 1, 0), context: null };
  const [both] = composeInterventions([base], [more]);
  const [own, values] = [
    [0.8, 0.2],
    [3, 7],
  ];
  for (const head of [0, 1]) {
    const added = (more.pattern![head * 2] ?? 0) * values[0]! + (more.pattern![head * 2 + 1] ?? 0) * values[1]!;
    expect(give(both!, own, values, head)).toBeCloseTo(more.scale[head]! * give(base, own, values, head) + added, 6);
  }
  expect(both!.nKeys).toBe(2);
});

test('a head that is taken out loses what stood in for it too', () => {
  const out: Done = { scale: Float32Array.of(0, 1), pattern: null, context: null };
  const [both] = composeInterventions([base], [out]);
  expect([[...both!.scale], [...both!.pattern!], [...both!.context!]]).toEqual([
    [0, 1],
    [0, 0, 0, 0],
    [0, 0],
  ]);
});

test('layers to which one of them does nothing are those of the other', () => {
  expect(composeInterventions([base, null, null], [null, base, null])).toEqual([base, base, null]);
  expect(composeInterventions([base, null], null)).toEqual([base, null]);
});
