import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { hunt } from './hunt.ts';
import { mutate } from './mutate.ts';
import { READERS } from './readers.ts';

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);
const good = (text: string) => ({ name: 'good', kind: 'json' as const, bytes: new TextEncoder().encode(text) });

describe('the hunt for what is not refused', () => {
  const FILES = [good('{"numbers":[1,2,3],"name":"a model"}')];

  test('finds a reader that throws what is not declared, and leaves one in peace that declares it', async () => {
    const parse = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
    const { findings } = await hunt({ name: 'careless', good: () => FILES, read: parse }, SEEDS);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]?.what).toContain('SyntaxError');
    const declared = (bytes: Uint8Array): void => {
      try {
        parse(bytes);
      } catch {
        throw new AppError('bad-input', 'no JSON');
      }
    };
    const careful = await hunt({ name: 'careful', good: () => FILES, read: declared }, SEEDS);
    expect(careful.findings).toEqual([]);
    expect(careful.tally.refused.get('bad-input')).toBe(findings.length);
  });

  test('finds a reader that refuses what is good', async () => {
    const read = () => {
      throw new AppError('bad-input', 'no');
    };
    const { findings } = await hunt({ name: 'stubborn', good: () => FILES, read }, []);
    expect(findings).toEqual([
      { reader: 'stubborn', file: 'good', seed: -1, what: expect.stringContaining('not read') },
    ]);
  });

  test('a seed makes the same damage again, and other seeds other damage', () => {
    const file = FILES[0]!;
    const copies = SEEDS.map((seed) => Buffer.from(mutate(file.bytes, 'json', seed)).toString('latin1'));
    expect(SEEDS.map((seed) => Buffer.from(mutate(file.bytes, 'json', seed)).toString('latin1'))).toEqual(copies);
    expect(new Set(copies).size).toBeGreaterThan(SEEDS.length * 0.8);
  });
});

describe('damaged files are read or refused, in time', () => {
  test.each(READERS.map((reader) => [reader.name, reader] as const))('%s', { timeout: 240_000 }, async (_, reader) => {
    const { findings, tally } = await hunt(reader, SEEDS);
    expect(findings).toEqual([]);
    expect(tally.nTried).toBe(SEEDS.length);
  });
});
