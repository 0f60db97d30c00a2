import { describe, expect, test } from 'vitest';
import { watchDevice } from './deviceWatch.ts';

function fakeDevice() {
  const losing = new AbortController();
  const lost = new Promise<{ message: string; reason?: string }>((resolve) => {
    losing.signal.addEventListener('abort', () => resolve(losing.signal.reason));
  });
  return { device: { lost }, lose: (message: string, reason?: string) => losing.abort({ message, reason }) };
}

const never = new Promise<never>(() => {});
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('watchDevice', () => {
  test('a run that hangs on a lost device is ended by the loss', async () => {
    const { device, lose } = fakeDevice();
    const watch = watchDevice(device);
    const run = watch.guard(never);
    lose('driver reset');
    await expect(run).rejects.toThrow('driver reset');
    expect(await watch.lost).toBe('driver reset');
  });

  test('a loss without words is told by its reason', async () => {
    const { device, lose } = fakeDevice();
    lose('', 'unknown');
    expect(await watchDevice(device).lost).toBe('unknown');
  });

  test('after stop a lost device is no loss', async () => {
    const { device, lose } = fakeDevice();
    const watch = watchDevice(device);
    let told = false;
    const heard = watch.lost.then(() => (told = true));
    watch.stop();
    lose('', 'destroyed');
    await Promise.race([heard, settle()]);
    expect(told).toBe(false);
  });

  test('results and errors of a run pass, with a device and without', async () => {
    for (const device of [fakeDevice().device, null]) {
      const watch = watchDevice(device);
      expect(await watch.guard(Promise.resolve(3))).toBe(3);
      await expect(watch.guard(Promise.reject(new Error('bad_alloc')))).rejects.toThrow('bad_alloc');
    }
  });

  test('a loss between two runs does not touch the run that is over', async () => {
    const { device, lose } = fakeDevice();
    const watch = watchDevice(device);
    expect(await watch.guard(Promise.resolve('first'))).toBe('first');
    lose('gone');
    expect(await watch.lost).toBe('gone');
  });
});
