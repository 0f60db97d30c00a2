import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readLesson } from '../../core/lessons/readLesson.ts';
import { factsIn } from '../../core/lessons/wordParts.ts';
import { isOverview } from './place.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { VOCABULARY } = await import('./vocabulary.ts');

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'public/lessons');
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const FILES = readdirSync(folder).filter((name) => name !== 'index.json');

test('every lesson is in the list, once, and the list has no other', () => {
  expect(read('index.json')).toEqual({ lessons: expect.any(Array) });
  const listed = readFileSync(join(folder, 'index.json'), 'utf8').match(/[\w-]+(?=",|"\s*\])/g) ?? [];
  expect(listed.map((id) => `${id}.json`).toSorted()).toEqual(FILES.toSorted());
});

test('no lesson has the name of what stands besides', () => {
  expect(FILES.filter((name) => isOverview(name.replace('.json', '')))).toEqual([]);
});

describe.each(FILES)('%s', (name) => {
  const { lesson, wrong } = readLesson(read(name), VOCABULARY);

  test('can be read, and names nothing that is not there', () => {
    expect(wrong).toEqual([]);
  });

  test('has five to nine pages, each with a title of its own', () => {
    expect(lesson.pages.length).toBeGreaterThanOrEqual(5);
    expect(lesson.pages.length).toBeLessThanOrEqual(9);
    expect(new Set(lesson.pages.map(({ title }) => title)).size).toBe(lesson.pages.length);
  });

  test('writes no measured number down: what is in figures is a name or a fact', () => {
    for (const { words, does, guess } of lesson.pages) {
      const written = [words, does, guess?.asks ?? ''].join(' ').replaceAll(/\{[^{}]*\}|L\d+H\d+/g, '');
      expect(written).not.toMatch(/\d+[.,]\d+|\d{2,}/);
    }
  });

  test('has no mark in its words that the page would show as it is', () => {
    for (const { words, does, guess } of lesson.pages) expect(`${words} ${does} ${guess?.asks}`).not.toMatch(/[`~<>]/);
  });

  test('claims something on at least every other page, and on every page with a guess', () => {
    const claiming = lesson.pages.filter(({ claims }) => claims.length > 0);
    expect(2 * claiming.length).toBeGreaterThanOrEqual(lesson.pages.length);
    expect(lesson.pages.filter(({ guess, claims }) => guess !== null && claims.length === 0)).toEqual([]);
  });

  test('names in its links only facts that are words of a link', () => {
    const named = lesson.pages.flatMap(({ view, guess }) => [...factsIn(view), ...factsIn(guess?.shows ?? '')]);
    for (const fact of named) expect(fact).toMatch(/^(head|important|leastImportant|answerHead|keyOf)\b/);
  });
});

test('the lesson that the explanation shows can be read', () => {
  const [, json = ''] = /```json\n([^`]+)```/.exec(readFileSync(join(root, 'docs/lesson-format.md'), 'utf8')) ?? [];
  expect(readLesson(JSON.parse(json), VOCABULARY).wrong).toEqual([]);
});

test('what a lesson can name is told where lessons are explained', () => {
  const page = readFileSync(join(root, 'docs/lesson-format.md'), 'utf8');
  // Whoever names something else is told all that there is.
  const told = [VOCABULARY.fact('?'), VOCABULARY.part('?'), VOCABULARY.measure('?')];
  const named = told.flatMap((trouble) => trouble?.split('there are ')[1]?.split(', ') ?? []);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !page.includes(`\`${name}`))).toEqual([]);
});
