import { describe, expect, test } from 'vitest';
import { createAgreedHosts } from './createAgreedHosts.ts';

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
  ])('%s needs no asking: %j', (host, isAgreed) => {
    expect(createAgreedHosts(OWN, storageOf(new Map())).has(host)).toBe(isAgreed);
  });

  test('are those the person agreed to, at the next visit too, whatever folder is named', () => {
    const kept = new Map<string, string>();
    createAgreedHosts(OWN, storageOf(kept)).add(MIRROR);
    const later = createAgreedHosts(OWN, storageOf(kept));
    expect(later.has(MIRROR)).toBe(true);
    expect(later.has('https://mirror.example')).toBe(true);
    expect(later.has('https://other.example')).toBe(false);
  });

  test('are agreed to for this visit where the browser keeps nothing', () => {
    const hosts = createAgreedHosts(OWN, blocked);
    expect(hosts.has(MIRROR)).toBe(false);
    hosts.add(MIRROR);
    expect(hosts.has(MIRROR)).toBe(true);
    expect(createAgreedHosts(OWN, blocked).has(MIRROR)).toBe(false);
  });

  test.each(['', '{', '"https://mirror.example"', '[1, null, {"a": 1}]', 'null'])(
    'are none where %j is kept',
    (text) => {
      const hosts = createAgreedHosts(OWN, storageOf(new Map([['headlight:hosts', text]])));
      expect(hosts.has(MIRROR)).toBe(false);
      hosts.add(MIRROR);
      expect(hosts.has(MIRROR)).toBe(true);
    },
  );
});
