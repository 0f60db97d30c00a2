import { describe, expect, test } from 'vitest';
import { keepSavedSets, readSavedSets, withoutSet, withSet } from './savedSets.ts';
import type { SavedSet } from './savedSets.ts';

type SetStorage = ReturnType<Parameters<typeof readSavedSets>[0]>;

const SET: SavedSet = { name: 'sinks', modelId: 'bookworm-gpt', heads: 'L0H3,L2H1:0.5', mode: 'zero' };

function storage(text: string | null): SetStorage & { text: string | null } {
  return {
    text,
    getItem() {
      return this.text;
    },
    setItem(_key, value) {
      this.text = value;
    },
  };
}

const blocked = (): never => {
  throw new DOMException('denied', 'SecurityError');
};

describe('saved sets', () => {
  test('are read back as they were kept', () => {
    const place = storage(null);
    expect(keepSavedSets([SET], () => place)).toBe(true);
    expect(readSavedSets(() => place)).toEqual([SET]);
  });

  test('are none, and are not kept, where storage is blocked', () => {
    expect(readSavedSets(blocked)).toEqual([]);
    expect(keepSavedSets([SET], blocked)).toBe(false);
  });

  test.each([
    '',
    '{',
    '7',
    '{"name":"x"}',
    '[1,null,{"name":"x"}]',
    '[{"name":"","modelId":"m","heads":"","mode":"zero"}]',
  ])('are none in a storage that holds %j', (text) => {
    expect(readSavedSets(() => storage(text))).toEqual([]);
  });

  test('with a mode that there is not are left out, the others stay', () => {
    const text = JSON.stringify([{ ...SET, mode: 'half' }, SET]);
    expect(readSavedSets(() => storage(text))).toEqual([SET]);
  });

  test('of one name replace each other in one model, not in another', () => {
    const other = { ...SET, modelId: 'bookworm-bert' };
    const changed = { ...SET, heads: 'L1H1' };
    expect(withSet([SET, other], changed)).toEqual([other, changed]);
    expect(withoutSet([SET, other], SET)).toEqual([other]);
  });

  test('have names without space around them, and short ones', () => {
    expect(withSet([], { ...SET, name: ` ${'x'.repeat(80)} ` })[0]?.name).toBe('x'.repeat(60));
  });
});
