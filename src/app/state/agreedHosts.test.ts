import { describe, expect, test } from 'vitest';
import { isAgreed, keepHost, readAgreedHosts, withHost } from './agreedHosts.ts';

const OWN = 'https://school.example';
const MIRROR = 'https://mirror.example/models';

function storageOf(kept: Map<string, string>) {
  return () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
}

function blocked(): never {
  throw new DOMException('blocked', 'SecurityError');
}

describe('hosts that a link may send requests to', () => {
  test.each([
    ['https://huggingface.co', true],
    ['https://huggingface.co/some/folder', true],
    ['https://school.example/hub', true],
    ['http://school.example/hub', false],
    ['https://huggingface.co.evil.example', false],
    ['https://huggingface.co:8443', false],
    ['http://huggingface.co', false],
    [MIRROR, false],
    ['null', false],
  ])('%s needs no asking: %j', (host, needsNone) => {
    expect(isAgreed(readAgreedHosts(OWN, storageOf(new Map())), host)).toBe(needsNone);
  });

  test('are those the person agreed to, at the next visit too, whatever folder is named', () => {
    const kept = new Map<string, string>();
    keepHost(MIRROR, storageOf(kept));
    keepHost('https://third.example', storageOf(kept));
    const later = readAgreedHosts(OWN, storageOf(kept));
    expect(['https://mirror.example', MIRROR, 'https://third.example'].map((host) => isAgreed(later, host))).toEqual([
      true,
      true,
      true,
    ]);
    expect(isAgreed(later, 'https://other.example')).toBe(false);
  });

  test('are agreed to for this visit where the browser keeps nothing', () => {
    const agreed = withHost(readAgreedHosts(OWN, blocked), MIRROR);
    keepHost(MIRROR, blocked);
    expect([isAgreed(agreed, MIRROR), isAgreed(readAgreedHosts(OWN, blocked), MIRROR)]).toEqual([true, false]);
  });

  test.each(['', '{', '"https://mirror.example"', '[1, null, {"a": 1}]', 'null'])(
    'are none where %j is kept',
    (text) => {
      const kept = new Map([['headlight:hosts', text]]);
      expect(isAgreed(readAgreedHosts(OWN, storageOf(kept)), MIRROR)).toBe(false);
      keepHost(MIRROR, storageOf(kept));
      expect(isAgreed(readAgreedHosts(OWN, storageOf(kept)), MIRROR)).toBe(true);
    },
  );
});
