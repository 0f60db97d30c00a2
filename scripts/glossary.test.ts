import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GLOSSARY } from '../src/core/glossary/glossary.ts';
import { READING } from '../src/core/glossary/reading.ts';
import { glossaryPage } from './glossaryPage.ts';
import { isPage } from './lessonPlaces.ts';
import { readingPage } from './readingPage.ts';

const root = resolve(import.meta.dirname, '..');
const TERMS: readonly (readonly [string, { readonly name: string; readonly says: string; readonly more?: string }])[] =
  Object.entries(GLOSSARY);

/** What a newcomer may not know of what the page says. */
const OF_ART =
  `attention, head, layer, query, key, value, token, weight, softmax, scaled dot product, causal, sink, induction, resting, entropy,
loss, perplexity, KL, nats, logits, ablation, mean, zero, flat, ideal, redundant, chance, z, fp32, 8 bits, WASM, WebGPU, transformer,
residual stream`.split(/,\s/);

/** Files of the page that can dot a word. */
const SOURCES = readdirSync(resolve(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.tsx') && !path.includes('.test.'))
  .map((path) => readFileSync(resolve(root, 'src', path), 'utf8'))
  .filter((code) => /\/(Term|withTerms)\.tsx'/.test(code));

describe('the glossary', () => {
  test('explains every term of art', () => {
    const names = new Set(TERMS.map(([, { name }]) => name));
    expect(OF_ART.filter((name) => !names.has(name))).toEqual([]);
    expect(names.size).toBe(TERMS.length);
  });

  test.each(TERMS)('%s: in two lines of whole sentences', (_, { says }) => {
    expect(says.length).toBeLessThanOrEqual(180);
    expect(says).toMatch(/^[A-Z-].*[.]$/);
  });

  test.each(TERMS)('%s is dotted somewhere on the page', (id) => {
    // By the word itself, by a table of words, or as the mode that is chosen.
    const isMode = ['zero', 'mean', 'flat', 'ideal', 'shared'].includes(id);
    const uses = isMode ? [/of=\{mode\}/] : [new RegExp(`of="${id}"`), new RegExp(`: '${id}'`)];
    expect(SOURCES.some((code) => uses.some((use) => use.test(code)))).toBe(true);
  });

  test.each(TERMS)('%s leads to a place in the docs, if anywhere', (_, { more = 'metrics.md' }) => {
    const [file = '', place] = more.split('#');
    const text = readFileSync(resolve(root, 'docs', file), 'utf8');
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => slug(title));
    expect([undefined, ...headings]).toContain(place);
  });

  test('stands in docs/glossary.md as the page has it', () => {
    expect(readFileSync(resolve(root, 'docs/glossary.md'), 'utf8')).toBe(glossaryPage());
  });
});

describe('what to read on', () => {
  test('is by year, and each paper lies where it is kept for good', () => {
    const years = READING.map(({ year }) => year);
    expect(years).toEqual(years.toSorted((a, b) => a - b));
    for (const { url } of READING)
      expect(url).toMatch(/^https:\/\/(arxiv\.org\/abs\/\d{4}\.\d{5}|transformer-circuits\.pub\/2)/);
    expect(new Set(READING.map(({ url }) => url)).size).toBe(READING.length);
  });

  test.each(READING)('$title: says in one sentence what to look for', ({ lookFor }) => {
    expect(lookFor).toMatch(/^[A-Z].*\.$/);
    expect(lookFor.length).toBeLessThanOrEqual(120);
  });

  test('names pages of lessons that exist', () => {
    expect(READING.flatMap(({ here }) => here).filter((place) => !isPage(place))).toEqual([]);
    expect(READING.filter(({ here }) => here.length === 0)).toEqual([]);
  });

  test('stands in docs/reading.md as the page has it', () => {
    expect(readFileSync(resolve(root, 'docs/reading.md'), 'utf8')).toBe(readingPage());
  });
});

/** The name of a heading as a link takes it. */
function slug(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
