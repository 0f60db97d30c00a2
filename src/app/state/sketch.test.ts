import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pixelsOf } from '../../core/drawing/drawing.ts';
import { readSamples } from './samples.ts';
import { reduceSketch } from './sketch.ts';
import type { Sketch, SketchDeed } from './sketch.ts';

const SHIPPED: unknown = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../models/fashion-vit/samples.json'), 'utf8'),
);
const DOT = { brush: { width: 1, grey: 255 }, points: [{ x: 0.5, y: 0.5 }] };

function after(...deeds: SketchDeed[]): Sketch {
  const sketch = deeds.reduce<Sketch | null>(
    (now, deed) => reduceSketch(now, { type: 'sketched', side: 3, ...deed }),
    null,
  );
  return sketch!;
}

describe('the pad', () => {
  test('gives every picture that was begun a name of its own, and a line keeps it while it goes on', () => {
    const names = [after({ did: 'begin', stroke: DOT }), after({ did: 'begin', stroke: DOT }, { did: 'clear' })];
    expect(names.map(({ name }) => name)).toEqual(['drawing 1', 'drawing 2']);
    const longer = after({ did: 'begin', stroke: DOT }, { did: 'go on', points: [{ x: 2.5, y: 0.5 }] });
    expect(longer.name).toBe('drawing 1');
    expect([...pixelsOf(longer.drawing)]).toEqual([255, 255, 255, 0, 0, 0, 0, 0, 0]);
  });

  test('takes a sample under its name, and undoes it', () => {
    const sample = { name: 'Bag', label: 'Bag', pixels: new Uint8ClampedArray(9).fill(5) };
    const taken = after({ did: 'begin', stroke: DOT }, { did: 'sample', sample });
    expect([taken.name, ...pixelsOf(taken.drawing)]).toEqual(['Bag', ...Array(9).fill(5)]);
    const back = after({ did: 'begin', stroke: DOT }, { did: 'sample', sample }, { did: 'undo' });
    expect([back.name, pixelsOf(back.drawing)[0]]).toEqual(['drawing 3', 255]);
  });
});

describe('samples', () => {
  test('that ship are twelve, one of each class and two more of some', () => {
    const { side, list } = readSamples(SHIPPED, 'samples.json');
    expect([side, list.length, new Set(list.map(({ label }) => label)).size]).toEqual([28, 12, 10]);
    expect(list.map(({ name }) => name)).toEqual([
      'T-shirt/top',
      'Trouser',
      'Pullover',
      'Dress',
      'Coat',
      'Sandal',
      'Shirt',
      'Sneaker',
      'Bag',
      'Ankle boot',
      'Sneaker 2',
      'Shirt 2',
    ]);
    for (const { pixels } of list) expect(pixels).toHaveLength(28 * 28);
  });

  test.each([
    [{}, 'no list "pictures"'],
    [{ pictures: [], side: 1e9 }, 'a side of 1000000000'],
    [{ pictures: [{ label: 'a', pixels: 'AAAA' }], side: 2 }, '3 pixels of a'],
    [{ pictures: [{ label: 'a' }], side: 2 }, 'without label or pixels'],
  ])('%j are refused', (json, why) => {
    expect(() => readSamples(json, '')).toThrow(why);
  });
});
