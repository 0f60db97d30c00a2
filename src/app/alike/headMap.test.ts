import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { headMapOf } from './headMap.ts';
import { newestOnly } from './newestOnly.ts';

/** A worker that answers when it is told to. */
class TestWorker extends EventTarget {
  static all: TestWorker[] = [];
  asked: unknown = null;
  isEnded = false;
  constructor() {
    super();
    TestWorker.all.push(this);
  }
  postMessage(request: unknown): void {
    this.asked = request;
  }
  terminate(): void {
    this.isEnded = true;
  }
}

beforeEach(() => {
  TestWorker.all = [];
  vi.stubGlobal('Worker', TestWorker);
});
afterEach(() => vi.unstubAllGlobals());

describe('a map of heads', () => {
  // Of three heads the second has no place.
  const distance = Float32Array.of(0, NaN, 0.5, NaN, 0, NaN, 0.5, NaN, 0);
  const reply = { points: Float64Array.of(1, 2, 3, 4), shown: 0.75 };

  test('is asked for without the heads that have no place; they stay without one, and the worker ends', async () => {
    const map = headMapOf(distance, [0, 2]);
    const [worker] = TestWorker.all;
    expect(worker!.asked).toEqual({ distance: Float32Array.of(0, 0.5, 0.5, 0), count: 2 });
    expect(worker!.isEnded).toBe(false);
    worker!.dispatchEvent(new MessageEvent('message', { data: reply }));
    expect(await map).toEqual({ distance, points: Float64Array.of(1, 2, NaN, NaN, 3, 4), shown: 0.75 });
    expect(worker!.isEnded).toBe(true);
  });

  test('of a worker that fails is none, and the worker ends', async () => {
    const map = headMapOf(distance, [0, 2]);
    TestWorker.all[0]!.dispatchEvent(new Event('error'));
    await expect(map).rejects.toMatchObject({ code: 'figure-failed' });
    expect(TestWorker.all[0]!.isEnded).toBe(true);
  });

  test('that nobody waits for any more ends its worker, or does not begin', async () => {
    const leaving = new AbortController();
    const map = headMapOf(distance, [0, 2], leaving.signal);
    leaving.abort(new Error('left'));
    await expect(map).rejects.toThrow('left');
    expect(TestWorker.all[0]!.isEnded).toBe(true);
    await expect(headMapOf(distance, [0, 2], leaving.signal)).rejects.toThrow('left');
    expect(TestWorker.all).toHaveLength(1);
  });
});

test('what is under way is finished before the newest is begun; what came between is not', async () => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const want = newestOnly((wanted: string) => {
    begun.push(wanted);
    return new Promise<void>((resolve) => {
      ends.push(resolve);
    });
  });
  const finish = async () => {
    ends.shift()!();
    await Promise.resolve();
    await Promise.resolve();
  };
  want('a');
  want('b');
  want('c');
  expect(begun).toEqual(['a']);
  await finish();
  expect(begun).toEqual(['a', 'c']);
  await finish();
  want('d');
  expect(begun).toEqual(['a', 'c', 'd']);
});
