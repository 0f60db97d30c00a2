import { beforeEach, describe, expect, test } from 'vitest';
import { keepAddress, takeAddress } from './leftAddress.ts';

let kept: Map<string, string>;
const storage = () => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
const blocked = (): never => {
  throw new Error('storage is blocked');
};

beforeEach(() => {
  kept = new Map();
});

describe('the address that a page is left with', () => {
  test('is there for the reload, and only once', () => {
    keepAddress('/?text=typed', storage);
    expect(takeAddress('reload', storage)).toBe('/?text=typed');
    expect(takeAddress('reload', storage)).toBeNull();
  });

  test.each(['navigate', 'back_forward', undefined])('is forgotten where the page comes by %s', (how) => {
    keepAddress('/?text=typed', storage);
    expect(takeAddress(how, storage)).toBeNull();
    expect(takeAddress('reload', storage)).toBeNull();
  });

  test('is lost where storage is blocked, without an error', () => {
    keepAddress('/?text=typed', blocked);
    expect(takeAddress('reload', blocked)).toBeNull();
  });
});
