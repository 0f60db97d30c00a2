import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import type { LabelGlyph } from '../../core/labels/words.ts';
import type { WeightScale } from '../paint/weightScale.ts';
import { Glyph } from './Glyph.tsx';
import { Legend } from './Legend.tsx';

const GLYPHS = [...new Set(Object.values(LABEL_WORDS).map((words) => words.glyph))].toSorted();
const draw = (shape: LabelGlyph) => renderToStaticMarkup(<Glyph shape={shape} />);

/** As a picture that can be looked at by itself. */
const standalone = (shape: LabelGlyph) =>
  `${draw(shape).replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="black"')}\n`;

describe('a glyph', () => {
  test.each(GLYPHS)('looks as agreed: %s', async (shape) => {
    await expect(standalone(shape)).toMatchFileSnapshot(`__snapshots__/glyph-${shape}.svg`);
  });

  test('differs from every other', () => {
    expect(new Set(GLYPHS.map(draw)).size).toBe(GLYPHS.length);
  });

  test('is not read out: the word beside it is', () => {
    expect(draw('diagonal')).toContain('aria-hidden="true"');
  });

  test.each(GLYPHS)('of a %s stays inside its box of 12 x 12', (shape) => {
    const path = / d="([^"]+)"/.exec(draw(shape))![1]!;
    for (const command of path.matchAll(/([MLHVC])([-\d. ]+)/g))
      for (const number of command[2]!.trim().split(' ').map(Number)) {
        expect(number).toBeGreaterThanOrEqual(0);
        expect(number).toBeLessThanOrEqual(12);
      }
  });
});

const SCALES: readonly WeightScale[] = [
  { mode: 'absolute', max: 1 },
  { mode: 'head', max: 0.62 },
  { mode: 'log', max: 1 },
];

describe('a legend', () => {
  const drawLegend = (scale: WeightScale, showsLeftOut: string | null = null) =>
    renderToStaticMarkup(<Legend scale={scale} scheme="light" title="weight" showsLeftOut={showsLeftOut} />);

  test.each(SCALES)('looks as agreed on the scale "$mode"', async (scale) => {
    await expect(drawLegend(scale, 'not allowed')).toMatchFileSnapshot(`__snapshots__/legend-${scale.mode}.html`);
  });

  test.each(SCALES)('has a name that tells its numbers ($mode)', (scale) => {
    const html = drawLegend(scale);
    const name = /aria-label="([^"]+)"/.exec(html)![1]!;
    for (const [, text] of html.matchAll(/%">([^<]+)</g)) expect(name).toContain(text);
  });

  test('explains the hatching only where there is some', () => {
    expect(drawLegend(SCALES[0]!, 'not allowed or hidden')).toContain('not allowed or hidden');
    expect(drawLegend(SCALES[0]!)).not.toContain('swatch');
  });

  test('runs from the lightest colour of the ramp to the darkest', () => {
    const stops = [...drawLegend(SCALES[0]!).matchAll(/#[0-9a-f]{6}/g)].map(([hex]) => hex);
    expect(stops[0]).toBe('#f8f7fb');
    expect(stops.at(-1)).toBe('#2a0f55');
  });
});
