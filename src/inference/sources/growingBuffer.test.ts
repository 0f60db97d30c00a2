import { expect, test } from 'vitest';
import { growingBuffer } from './growingBuffer.ts';
import { appendInPlace } from '../surgery/spareRoom.ts';

const TAIL = [Uint8Array.of(7)];

test('pieces come out joined, and the buffer is empty afterwards', () => {
  const buffer = growingBuffer();
  buffer.append(Uint8Array.of(1, 2));
  buffer.append(Uint8Array.of(3));
  expect([...buffer.start(2)]).toEqual([1, 2]);
  expect([...buffer.take()]).toEqual([1, 2, 3]);
  expect(buffer.length).toBe(0);
  expect([...buffer.take()]).toEqual([]);
});

test('bytes that were reserved are not moved when they are taken', () => {
  const buffer = growingBuffer();
  buffer.reserve(3);
  buffer.append(Uint8Array.of(1, 2, 3));
  const at = buffer.start(3).buffer;
  expect(buffer.take().buffer).toBe(at);
});

test.each([
  ['reserved', 3],
  ['grown', 0],
  ['reserved for more than came', 500],
])('what was %s has spare room behind it, which shows nothing of what was there before', (_, room) => {
  const buffer = growingBuffer();
  buffer.reserve(room);
  buffer.append(Uint8Array.of(9, 9, 9, 9));
  buffer.clear();
  buffer.append(Uint8Array.of(1, 2, 3));
  expect([...appendInPlace(buffer.take(), TAIL)!]).toEqual([1, 2, 3, 7]);
});
