import fc from 'fast-check';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cellPaths } from './cellPaths.ts';
import { cellsBlock } from './cells.ts';
import { INK } from './ink.ts';
import { pixelImage } from './pixelImage.ts';
import { elementsOf, paintedCells, parseXml } from './testing/xml.ts';

fc.configureGlobal({ seed: 20_261_121 });

/** 0xAABBGGRR */
const [RED, BLUE] = [0xff0000f0, 0xfff00000];

describe('cells as paths', () => {
  test('lie on the most frequent colour, and runs of a colour are one rectangle', () => {
    // 3 wide, 2 high: red red blue / left out, red red.
    const pixels = Uint32Array.of(RED, RED, BLUE, 0, RED, RED);
    expect(cellPaths({ pixels, width: 3, height: 2 })).toBe(
      '<path fill="#f00000" d="M0 0h3v2h-3z"/><path fill="#0000f0" d="M2 0h1v1h-1z"/><path fill="#ece9e2" d="M0 1h1v1h-1z"/>',
    );
    const stripe = Uint32Array.of(RED, RED, RED, BLUE, BLUE, RED);
    expect(cellPaths({ pixels: stripe, width: 3, height: 2 })).toContain('d="M0 1h2v1h-2z"');
  });

  test('paint every cell in its colour', () => {
    const size = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(size, fc.infiniteStream(fc.constantFrom(0, RED, BLUE)), ([width, height], stream) => {
        const pixels = Uint32Array.from({ length: width * height }, () => stream.next().value!);
        const painted = paintedCells(parseXml(`<g>${cellPaths({ pixels, width, height })}</g>`), width, height);
        const names = { 0: INK.leftOut, [RED]: '#f00000', [BLUE]: '#0000f0' };
        expect(painted.flat()).toEqual(Array.from(pixels, (pixel) => names[pixel]));
      }),
    );
  });

  test('fill their box, wide or high', async () => {
    const { body } = await cellsBlock({ pixels: new Uint32Array(6), width: 3, height: 2 }, 60, 30);
    const group = elementsOf(parseXml(`<g>${body}</g>`), 'g')[1]!;
    expect(group.attributes).toEqual({ 'shape-rendering': 'crispEdges', transform: 'scale(20 15)' });
  });
});

describe('cells as an image', () => {
  const decode = (address: string) => {
    const bytes = Buffer.from(address.replace('data:image/png;base64,', ''), 'base64');
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    const length = bytes.readUInt32BE(33);
    expect(bytes.toString('latin1', 37, 41)).toBe('IDAT');
    const rows = inflateSync(bytes.subarray(41, 41 + length));
    const pixel = (x: number, y: number) => rows.toString('hex', y * (1 + 3 * width) + 1 + 3 * x).slice(0, 6);
    return { width, height, pixel, nBytes: rows.length };
  };

  test('are enlarged by a whole number, each in its colour', async () => {
    const pixels = Uint32Array.of(RED, 0xff030201, BLUE, 0, RED, BLUE);
    const { width, height, pixel, nBytes } = decode(await pixelImage({ pixels, width: 3, height: 2 }, 4, 0xece9e2));
    expect([width, height, nBytes]).toEqual([12, 8, 8 * 37]);
    const expected = ['f00000', '010203', '0000f0', 'ece9e2', 'f00000', '0000f0'];
    for (let y = 0; y < 8; y++)
      for (let x = 0; x < 12; x++) expect(pixel(x, y)).toBe(expected[3 * Math.floor(y / 4) + Math.floor(x / 4)]);
  });

  test('are taken where paths would be too many', async () => {
    const side = 97;
    const wide = await cellsBlock({ pixels: new Uint32Array(2 * side), width: side, height: 2 }, 194, 4);
    const [image] = elementsOf(parseXml(`<g>${wide.body}</g>`), 'image');
    expect(image!.attributes).toMatchObject({ width: '194', height: '4', preserveAspectRatio: 'none' });
    expect(decode(image!.attributes['href']!)).toMatchObject({ width: 4 * side, height: 8 });
    const small = await cellsBlock({ pixels: new Uint32Array(2 * side), width: side - 1, height: 2 }, 194, 4);
    expect(small.body).not.toContain('<image');
  });
});
