import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { appendInPlace, withSpareRoom } from './spareRoom.ts';
import { loadZooModel } from './testing/zoo.ts';

const tail = [Uint8Array.of(1, 2), Uint8Array.of(3)];

/** The same bytes with spare room behind them. */
function roomy(model: Uint8Array): Uint8Array {
  const bytes = withSpareRoom(model.length);
  bytes.set(model);
  return bytes;
}

describe('appendInPlace', () => {
  test('puts the parts behind the bytes in the same memory, and leaves the bytes as they were', () => {
    const bytes = roomy(Uint8Array.of(9, 8));
    const joined = appendInPlace(bytes, tail)!;
    expect([...joined]).toEqual([9, 8, 1, 2, 3]);
    expect(joined.buffer).toBe(bytes.buffer);
    expect([...bytes]).toEqual([9, 8]);
  });

  test('gives the room once: the same bytes are not continued in two ways, but the joined ones are', () => {
    const bytes = roomy(Uint8Array.of(9));
    const joined = appendInPlace(bytes, tail)!;
    expect(appendInPlace(bytes, [Uint8Array.of(7)])).toBeNull();
    expect([...joined]).toEqual([9, 1, 2, 3]);
    expect([...appendInPlace(joined, [Uint8Array.of(7)])!]).toEqual([9, 1, 2, 3, 7]);
  });

  test('never writes into memory that was not made for it', () => {
    const shared = Uint8Array.of(9, 8, 7, 6, 5, 4);
    expect(appendInPlace(shared.subarray(0, 2), tail)).toBeNull();
    expect(appendInPlace(roomy(Uint8Array.of(9, 8)).subarray(0, 1), tail)).toBeNull();
    expect([...shared]).toEqual([9, 8, 7, 6, 5, 4]);
  });

  test('gives null, and writes nothing, where the parts do not fit', () => {
    const bytes = roomy(Uint8Array.of(9));
    expect(appendInPlace(bytes, [new Uint8Array(bytes.buffer.byteLength)])).toBeNull();
    expect(new Uint8Array(bytes.buffer, 1).every((byte) => byte === 0)).toBe(true);
    expect(appendInPlace(bytes, tail)).not.toBeNull();
  });
});

describe('exposing a model that was read with spare room', () => {
  test('makes no copy of it, and the same bytes as a copy would be', () => {
    const { model } = loadZooModel('bert-eager');
    const bytes = roomy(model);
    const exposed = exposeAttention(bytes, readGraph(bytes)).model;
    expect(exposed.buffer).toBe(bytes.buffer);
    expect([...exposed]).toEqual([...exposeAttention(model, readGraph(model)).model]);
    expect([...bytes]).toEqual([...model]);
  });

  test('a second time gives the same bytes in memory of their own', () => {
    const bytes = roomy(loadZooModel('bert-eager').model);
    const first = exposeAttention(bytes, readGraph(bytes)).model;
    const second = exposeAttention(bytes, readGraph(bytes)).model;
    expect(second.buffer).not.toBe(first.buffer);
    expect([...second]).toEqual([...first]);
  });

  test('copies it where an operator is rewritten, since the bytes behind it move', () => {
    const bytes = roomy(loadZooModel('ms-attention').model);
    expect(exposeAttention(bytes, readGraph(bytes)).model.buffer).not.toBe(bytes.buffer);
  });
});
