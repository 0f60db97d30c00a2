import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createQueue } from './queue.ts';
import type { Lane } from './queue.ts';

function fail(thrown: unknown): never {
  throw thrown;
}

/** Jobs that note when they begin and end, and wait for `release` between. */
function recorder() {
  const log: string[] = [];
  const gates: (() => void)[] = [];
  const job = (name: string) => async (signal: AbortSignal) => {
    log.push(`+${name}`);
    await new Promise<void>((resolve) => gates.push(resolve));
    log.push(signal.aborted ? `-${name} stale` : `-${name}`);
  };
  const release = async () => {
    gates.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { log, job, release };
}

describe('createQueue', () => {
  test('a newer run replaces the waiting one and marks the running one stale', async () => {
    const { log, job, release } = recorder();
    const queue = createQueue(fail);
    queue.put('run', job('a'));
    queue.put('run', job('b'));
    queue.put('run', job('c'));
    await release();
    await release();
    await queue.idle();
    expect(log).toEqual(['+a', '-a stale', '+c', '-c']);
  });

  test('a load supersedes the running load and drops the runs asked before it, not those after', async () => {
    const { log, job, release } = recorder();
    const queue = createQueue(fail);
    queue.put('load', job('L1'));
    queue.put('run', job('old'));
    queue.put('load', job('L2'));
    queue.put('run', job('new'));
    for (let i = 0; i < 3; i++) await release();
    await queue.idle();
    expect(log).toEqual(['+L1', '-L1 stale', '+L2', '-L2', '+new', '-new']);
  });

  test('a run does not make a load stale', async () => {
    const { log, job, release } = recorder();
    const queue = createQueue(fail);
    queue.put('load', job('L'));
    queue.put('run', job('r'));
    for (let i = 0; i < 2; i++) await release();
    expect(log).toEqual(['+L', '-L', '+r', '-r']);
  });

  test('a job that throws is reported and the next one runs', async () => {
    const thrown: unknown[] = [];
    const log: string[] = [];
    const queue = createQueue((error) => thrown.push(error));
    queue.put('load', () => Promise.reject(new Error('broken')));
    queue.put('run', async () => {
      log.push('ran');
    });
    await queue.idle();
    expect(thrown).toEqual([new Error('broken')]);
    expect(log).toEqual(['ran']);
  });

  test('a job may put its own successor', async () => {
    const log: string[] = [];
    const queue = createQueue(fail);
    queue.put('load', async () => {
      queue.put('run', async () => {
        log.push('after');
      });
    });
    await queue.idle();
    expect(log).toEqual(['after']);
  });

  test('whatever the order of puts: no two jobs overlap, and the last of each lane that no later load drops ends fresh', async () => {
    const lanes = fc.array(fc.record({ lane: fc.constantFrom<Lane>('load', 'run'), pause: fc.nat(3) }), {
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(lanes, async (puts) => {
        let active = 0;
        let peak = 0;
        const fresh: number[] = [];
        const started: number[] = [];
        const queue = createQueue(fail);
        for (const [index, { lane, pause }] of puts.entries()) {
          queue.put(lane, async (signal) => {
            started.push(index);
            active += 1;
            peak = Math.max(peak, active);
            for (let i = 0; i < pause; i++) await Promise.resolve();
            active -= 1;
            if (!signal.aborted) fresh.push(index);
          });
          for (let i = 0; i < pause; i++) await Promise.resolve();
        }
        await queue.idle();
        expect(peak).toBeLessThanOrEqual(1);
        expect(started).toEqual(started.toSorted((a, b) => a - b));
        const lastLoad = puts.findLastIndex((put) => put.lane === 'load');
        const lastRun = puts.findLastIndex((put) => put.lane === 'run');
        expect(lastLoad < 0 || fresh.includes(lastLoad)).toBe(true);
        expect(lastRun < lastLoad || lastRun < 0 || fresh.includes(lastRun)).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
