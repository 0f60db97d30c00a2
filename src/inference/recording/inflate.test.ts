import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflateRaw, inflateRawStart } from './inflate.ts';

const bytes = Uint8Array.from({ length: 50_000 }, (_, at) => (at * at) >> 3);
const packed = Uint8Array.from(deflateRawSync(bytes));

describe('raw deflate', () => {
  test('is unpacked to the last byte', async () => {
    expect(await inflateRaw(packed, bytes.length)).toEqual(bytes);
  });

  test('that holds more than it promised is refused, and what holds less is given as it is', async () => {
    await expect(inflateRaw(packed, bytes.length - 1)).rejects.toMatchObject({ code: 'bad-recording' });
    expect(await inflateRaw(packed, bytes.length + 1)).toEqual(bytes);
  });

  test('gives its first bytes without the rest, of which the end may even be missing', async () => {
    expect(await inflateRawStart(packed, 1000)).toEqual(bytes.subarray(0, 1000));
    expect(await inflateRawStart(packed, bytes.length + 5)).toEqual(bytes);
  });

  test('that is damaged throws', async () => {
    await expect(inflateRaw(Uint8Array.of(7, 7, 7), 10)).rejects.toThrow(/./);
  });
});
