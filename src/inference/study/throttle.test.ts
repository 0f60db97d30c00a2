import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createThrottle } from './throttle.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

test('the first comes at once, then what has gathered ten times a second, and in the end what is left', () => {
  const sent: (readonly number[])[] = [];
  const throttle = createThrottle<number>((items) => sent.push(items));
  for (let item = 0; item < 10; item++) {
    throttle.add([item]);
    vi.advanceTimersByTime(30);
  }
  expect(sent).toEqual([[0], [1, 2, 3, 4], [5, 6, 7, 8]]);
  throttle.flush();
  throttle.flush();
  expect(sent.slice(3)).toEqual([[9]]);
});

test('that nothing came of a step is told too, since progress goes with it', () => {
  const sent: (readonly number[])[] = [];
  const throttle = createThrottle<number>((items) => sent.push(items));
  throttle.add([1]);
  throttle.add([]);
  throttle.flush();
  throttle.flush();
  expect(sent).toEqual([[1], []]);
});
