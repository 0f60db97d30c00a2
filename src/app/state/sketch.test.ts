import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isRecord } from '../../core/isRecord.ts';
import { readCatalog } from '../loops/readCatalog.ts';
import { readSamples } from './samples.ts';
import { deedOf, sketchAfter } from './sketch.ts';
import type { Sketch, SketchDeed } from './sketch.ts';

const SHIPPED: unknown = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../models/fashion-vit/samples.json'), 'utf8'),
);
const DOT = { brush: { width: 1, grey: 255 }, points: [{ x: 0.5, y: 0.5 }] };

function after(...deeds: SketchDeed[]): Sketch {
  return deeds.reduce<Sketch | null>((now, deed) => sketchAfter(now, 3, deed), null)!;
}

describe('the pad', () => {
  test('gives every picture that was begun a name of its own, and a line keeps it while it goes on', () => {
    const names = [after({ did: 'begin', stroke: DOT }), after({ did: 'begin', stroke: DOT }, { did: 'clear' })];
    expect(names.map(({ name }) => name)).toEqual(['drawing 1', 'drawing 2']);
    const longer = after({ did: 'begin', stroke: DOT }, { did: 'go on', points: [{ x: 2.5, y: 0.5 }] });
    expect(longer.name).toBe('drawing 1');
    expect([...longer.drawing.pixels]).toEqual([255, 255, 255, 0, 0, 0, 0, 0, 0]);
  });

  test('takes a sample under its name, and undoes it', () => {
    const sample = { name: 'Bag', label: 'Bag', written: 's8', pixels: new Uint8ClampedArray(9).fill(5) };
    const taken = after({ did: 'begin', stroke: DOT }, { did: 'sample', sample });
    expect([taken.label, after({ did: 'sample', sample }, { did: 'begin', stroke: DOT }).label]).toEqual(['Bag', null]);
    expect([taken.name, ...taken.drawing.pixels]).toEqual(['Bag', ...Array(9).fill(5)]);
    const back = after({ did: 'begin', stroke: DOT }, { did: 'sample', sample }, { did: 'undo' });
    expect([back.name, back.drawing.pixels[0]]).toEqual(['drawing 3', 255]);
  });
});

describe('a link', () => {
  const sample = (written: string | null) => {
    return { name: 'Bag', label: 'Bag', written, pixels: new Uint8ClampedArray(9).fill(5) };
  };
  const samples = [sample('s0'), sample(null), sample('s2')];

  test('holds what was drawn, and nothing of the picture that the pad begins with', () => {
    expect(samples.map((one) => after({ did: 'sample', sample: one }).written)).toEqual(['s0', null, 's2']);
    const drawn = after({ did: 'begin', stroke: DOT }, { did: 'go on', points: [{ x: 1.5, y: 0.5 }] });
    // Two white pixels and seven black ones.
    expect(drawn.written).toBe('pPoW');
    expect(after({ did: 'begin', stroke: DOT }, { did: 'undo' }).written).toBe('pY');
  });

  test('lays on the pad what it says', () => {
    expect(deedOf(null, samples, 3)).toEqual({ did: 'sample', sample: samples[1] });
    expect(deedOf('s2', samples, 3)).toEqual({ did: 'sample', sample: samples[2] });
    const laid = after(deedOf('pPoW', samples, 3)!);
    expect([...laid.drawing.pixels]).toEqual([255, 255, 0, 0, 0, 0, 0, 0, 0]);
    expect([laid.written, laid.label]).toEqual(['pPoW', null]);
  });

  test('of no sample, or of a picture of another size, says nothing', () => {
    for (const written of ['s7', 'pPoX', 'p', 'q']) expect(deedOf(written, samples, 3)).toBeNull();
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

test('the held-out pictures that heads are measured on are the first of those that the tests name, with their classes', () => {
  const models = resolve(import.meta.dirname, '../../../models');
  const json = (path: string): unknown => JSON.parse(readFileSync(resolve(models, path), 'utf8'));
  const heldOut = readCatalog(json('manifest.json'), '').find(({ id }) => id === 'fashion-vit')?.heldOut;
  const { side, list } = readSamples(json('fashion-vit/held-out-pictures.json'), '');
  expect([side, list.length]).toEqual([28, heldOut?.n]);
  expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
  // A label each, then the pictures.
  const all = gunzipSync(readFileSync(resolve(import.meta.dirname, '../../inference/fixtures/fashion-pictures.gz')));
  const config = json('fashion-vit/config.json');
  const classes = isRecord(config) && isRecord(config['id2label']) ? config['id2label'] : {};
  for (const [at, { label, pixels }] of list.entries()) {
    const start = 1000 + at * pixels.length;
    expect(label).toBe(classes[all[at]!]);
    expect(Buffer.compare(Buffer.from(pixels), all.subarray(start, start + pixels.length))).toBe(0);
  }
});
