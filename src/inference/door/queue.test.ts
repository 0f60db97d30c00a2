import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createQueue } from './queue.ts';

type Queue = ReturnType<typeof createQueue>;
type Lane = Parameters<Queue['put']>[0];

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

const note = (name: string, log: string[]) => async () => {
  log.push(`+${name}`);
  await Promise.resolve();
  log.push(`-${name}`);
};

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

  test('load goes before run, run before ablation, ablation before study', async () => {
    const { log, job, release } = recorder();
    const queue = createQueue(fail);
    queue.put('load', job('first'));
    // A load ends what is asked of the model before, so it stands first here.
    queue.put('load', job('load'));
    queue.put('study', job('study'));
    queue.put('run', job('run'));
    queue.put('ablate', job('ablate'));
    for (let i = 0; i < 5; i++) await release();
    await queue.idle();
    expect(log.filter((entry) => entry.startsWith('+'))).toEqual(['+first', '+load', '+run', '+ablate', '+study']);
  });

  test('a run ends the ablation of the run before, but no study', async () => {
    const { log, job, release } = recorder();
    const queue = createQueue(fail);
    queue.put('ablate', job('a'));
    queue.put('study', job('s'));
    queue.put('run', job('r'));
    for (let i = 0; i < 3; i++) await release();
    await queue.idle();
    expect(log).toEqual(['+a', '-a stale', '+r', '-r', '+s', '-s']);
  });

  test('a run ends the labels of the run before, and an ablation goes before them but does not', async () => {
    const log: string[] = [];
    const queue = createQueue(fail);
    const labels = (name: string, between: () => void) => async (_: AbortSignal, turn: () => Promise<void>) => {
      log.push(`+${name}`);
      between();
      await turn();
      log.push(`-${name}`);
    };
    queue.put(
      'label',
      labels('a', () => queue.put('ablate', note('ablate', log))),
    );
    await queue.idle();
    queue.put(
      'label',
      labels('b', () => queue.put('run', note('run', log))),
    );
    await queue.idle();
    expect(log).toEqual(['+a', '+ablate', '-ablate', '-a', '+b', '+run', '-run']);
  });

  test('what is left of an ablation lets labels go first once it says so, and goes before a study', async () => {
    const log: string[] = [];
    const queue = createQueue(fail);
    queue.put('ablate', async (_, turn) => {
      queue.put('study', note('study', log));
      queue.put('label', note('label', log));
      await turn();
      log.push('picture');
      await turn('label');
      log.push('losses');
      queue.put('label', note('more', log));
      await turn();
      log.push('rest');
    });
    await queue.idle();
    expect(log).toEqual(['picture', '+label', '-label', 'losses', '+more', '-more', 'rest', '+study', '-study']);
  });

  test('a study stops at its turn for what came meanwhile and goes on afterwards', async () => {
    const log: string[] = [];
    const queue = createQueue(fail);
    queue.put('study', async (_, turn) => {
      for (let step = 0; step < 4; step++) {
        log.push(`step ${step}`);
        if (step === 1) queue.put('run', note('run', log));
        if (step === 2) queue.put('ablate', note('ablate', log));
        await turn();
      }
    });
    await queue.idle();
    expect(log).toEqual(['step 0', 'step 1', '+run', '-run', 'step 2', '+ablate', '-ablate', 'step 3']);
  });

  test('a study hears messages between its steps', async () => {
    const log: string[] = [];
    const queue = createQueue(fail);
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => log.push('message'));
    port1.start();
    port2.postMessage(null);
    queue.put('study', async (_, turn) => {
      log.push('step 0');
      await turn();
      await turn();
      log.push('step 2');
    });
    await queue.idle();
    port1.close();
    expect(log).toEqual(['step 0', 'message', 'step 2']);
  });

  test.each<[string, (queue: Queue) => void]>([
    ['dropped', (queue) => queue.drop('study')],
    ['replaced', (queue) => queue.put('study', async () => {})],
    ['ended by a load', (queue) => queue.put('load', async () => {})],
  ])('a study that is %s at its turn or between rejects there and does not go on', async (_, end) => {
    for (const isSuspended of [false, true]) {
      const log: string[] = [];
      const queue = createQueue(fail);
      queue.put('study', async (signal, turn) => {
        log.push('step');
        if (isSuspended) queue.pause('study', true);
        else end(queue);
        await turn().catch((reason: unknown) =>
          log.push(`over: ${String(signal.aborted && reason === signal.reason)}`),
        );
      });
      await queue.idle();
      if (isSuspended) {
        end(queue);
        queue.pause('study', false);
        await new Promise((resolve) => setTimeout(resolve));
        await queue.idle();
      }
      expect(log).toEqual(['step', 'over: true']);
    }
  });

  test('a paused study waits, whatever else runs, and goes on where it was', async () => {
    const log: string[] = [];
    const queue = createQueue(fail);
    queue.put('study', async (_, turn) => {
      log.push('step 0');
      queue.pause('study', true);
      await turn();
      log.push('step 1');
    });
    await queue.idle();
    queue.put('run', note('run', log));
    await queue.idle();
    expect(log).toEqual(['step 0', '+run', '-run']);
    queue.pause('study', false);
    await queue.idle();
    expect(log).toEqual(['step 0', '+run', '-run', 'step 1']);
  });

  test('a study that waits is not begun while its lane is paused', async () => {
    const log: string[] = [];
    const queue = createQueue(fail);
    queue.pause('study', true);
    queue.put('study', note('study', log));
    await queue.idle();
    expect(log).toEqual([]);
    queue.pause('study', false);
    await queue.idle();
    expect(log).toEqual(['+study', '-study']);
  });

  test('whatever the order of puts: no two jobs overlap, and what nothing newer drops ends fresh', async () => {
    const lanes = fc.array(
      fc.record({
        lane: fc.constantFrom<Lane>('load', 'run', 'ablate', 'layer', 'label', 'cost', 'copying', 'study', 'time'),
        pause: fc.nat(3),
        turns: fc.nat(2),
      }),
      { maxLength: 25 },
    );
    const droppedBy = (lane: Lane): readonly Lane[] =>
      lane === 'load' ? ['load'] : ['load', ...(lane === 'study' || lane === 'time' ? [] : (['run'] as const)), lane];
    await fc.assert(
      fc.asyncProperty(lanes, async (puts) => {
        let active = 0;
        let peak = 0;
        const fresh: number[] = [];
        const queue = createQueue(fail);
        const work = async (pause: number): Promise<void> => {
          active += 1;
          peak = Math.max(peak, active);
          for (let i = 0; i < pause; i++) await Promise.resolve();
          active -= 1;
        };
        for (const [index, { lane, pause, turns }] of puts.entries()) {
          queue.put(lane, async (signal, turn) => {
            await work(pause);
            for (let i = 0; i < turns; i++) {
              await turn();
              await work(pause);
            }
            if (!signal.aborted) fresh.push(index);
          });
          for (let i = 0; i < pause; i++) await Promise.resolve();
        }
        await queue.idle();
        expect(peak).toBeLessThanOrEqual(1);
        const survivors = puts.flatMap(({ lane }, index) => {
          const isDropped = puts.slice(index + 1).some((later) => droppedBy(lane).includes(later.lane));
          return isDropped ? [] : [index];
        });
        // What was dropped later may have been over by then.
        expect(fresh.filter((index) => survivors.includes(index)).toSorted((a, b) => a - b)).toEqual(survivors);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
