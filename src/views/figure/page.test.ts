import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captionBlock } from './caption.ts';
import { svgDocument } from './svgDocument.ts';
import { rect, text } from '../picture/svg.ts';
import { elementsOf, parseXml, textOf, textsOf } from '../picture/testing/xml.ts';
import { textWidth, wrapped } from '../picture/textWidth.ts';

fc.configureGlobal({ seed: 20_261_121 });

const draw = (words: string) => svgDocument({ width: 90, height: 40, body: text(1, 2, words) }, words, words).svg;

describe('words in a figure', () => {
  test('are letters, whatever they look like', () => {
    for (const words of [
      '<script>alert(1)</script>',
      'a && b',
      '</text>',
      '"quoted"',
      ']]>',
      '&lt;',
      '<|endoftext|>',
    ]) {
      const root = parseXml(draw(words));
      expect(elementsOf(root, 'script')).toEqual([]);
      expect([textsOf(root), ...['title', 'desc'].map((name) => textOf(elementsOf(root, name)[0]!))]).toEqual([
        [words],
        words,
        words,
      ]);
    }
  });

  test('show control characters and halves of a pair as signs, since XML forbids them', () => {
    expect(textsOf(parseXml(draw('a\u0000b\u001bc\ud83dd\ufffee')))).toEqual(['a␀b␛c\ufffdd\ufffde']);
    expect(textsOf(parseXml(draw('a\tb\n😀')))).toEqual(['a b 😀']);
  });

  test('give valid XML for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (words) => {
        expect(textsOf(parseXml(draw(words)))).toHaveLength(1);
      }),
    );
  });

  test('are kept apart from each other where they run from right to left', () => {
    const root = parseXml(draw('שלום (1)'));
    expect(elementsOf(root, 'text')[0]!.attributes['unicode-bidi']).toBe('isolate');
    expect(root.attributes['direction']).toBe('ltr');
  });
});

test('a figure says what it is, has its size, and needs nothing from elsewhere', () => {
  const { svg, width, height } = svgDocument(
    { width: 90.5, height: 40, body: rect(0, 0, 9, 9, '#000000') },
    'What',
    'How',
  );
  const root = parseXml(svg);
  expect([root.name, root.attributes['role'], root.attributes['xmlns']]).toEqual([
    'svg',
    'img',
    'http://www.w3.org/2000/svg',
  ]);
  expect([width, height]).toEqual([119, 68]);
  expect([root.attributes['width'], root.attributes['height'], root.attributes['viewBox']]).toEqual([
    '119',
    '68',
    '0 0 119 68',
  ]);
  expect(root.children.flatMap((child) => (typeof child === 'string' ? [] : [child.name])).slice(0, 3)).toEqual([
    'title',
    'desc',
    'rect',
  ]);
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|\sid=/);
});

describe('a caption', () => {
  test('begins a new line for each paragraph and loses no word', () => {
    const paragraphs = ['“one two three four five six”', 'seven eight'];
    const root = parseXml(`<g>${captionBlock(paragraphs, 60).body}</g>`);
    expect(textsOf(root).join(' ')).toBe(paragraphs.join(' '));
    expect(textsOf(root)).toContain('seven eight');
    expect(captionBlock(paragraphs, 60).height).toBe(13.5 * textsOf(root).length);
  });

  test('has no line wider than asked, but breaks inside words only where it must', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), { maxLength: 12 });
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 200 }), (list, width) => {
        const given = list.join(' ');
        const lines = wrapped(given, width, 10);
        for (const line of lines) expect(textWidth(line, 10, 'sans')).toBeLessThanOrEqual(width);
        expect(lines.join('').replace(/\s/g, '')).toBe(given.replace(/\s/g, ''));
      }),
    );
    expect(wrapped('aaaa bbbb', 22, 10)).toEqual(['aaaa', 'bbbb']);
  });
});
