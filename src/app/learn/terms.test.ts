import { describe, expect, test, vi } from 'vitest';
import { readLesson } from '../../core/lessons/readLesson.ts';
import { GLOSSARY } from '../../core/glossary/glossary.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { findTerms, termUses } = await import('./terms.ts');
const { VOCABULARY } = await import('./vocabulary.ts');

const NONE: ReadonlySet<never> = new Set();
const page = (words: string, does = '') => ({ title: 'A', words, does, view: '', lit: 'page' });

describe('the terms of the glossary', () => {
  test('are all there without a filter, by name, those of the page before first', () => {
    const all = findTerms(' ', NONE);
    expect(all).toHaveLength(Object.keys(GLOSSARY).length);
    expect(all.map(({ id }) => id).slice(0, 3)).toEqual(['q4', 'q8', 'ablation']);
    const ofPage = findTerms('', new Set(['value', 'query'] as const));
    expect(ofPage.map(({ id }) => id).slice(0, 3)).toEqual(['query', 'value', 'q4']);
    expect(ofPage).toHaveLength(all.length);
  });

  test('are found by their name before those that only speak of it, whatever the case and the order of words', () => {
    expect(findTerms('Softmax', NONE)[0]?.id).toBe('softmax');
    expect(findTerms('softmax', NONE).length).toBeGreaterThan(1);
    expect(findTerms('product dot', NONE).map(({ id }) => id)).toContain('scaled-dot-product');
    expect(findTerms('no such letters', NONE)).toEqual([]);
  });
});

test('uses of a term are the pages whose words have it, each once and in order', () => {
  const { lesson, wrong } = readLesson(
    {
      title: 'One',
      about: 'A.',
      pages: [
        page('A [key](key) and a [second key](key).', 'Look.'),
        page('Nothing.', 'Look.'),
        page('Read.', 'Find the [keys](key) and the [loss](loss).'),
      ],
    },
    VOCABULARY,
  );
  expect(wrong).toEqual([]);
  const uses = termUses([
    { id: 'one', lesson },
    { id: 'two', lesson },
  ]);
  expect([...uses]).toEqual([
    ['key', ['one', 'one.3', 'two', 'two.3']],
    ['loss', ['one.3', 'two.3']],
  ]);
});
