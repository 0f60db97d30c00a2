import { describe, expect, test } from 'vitest';
import { isReadFor, oneChannel } from './soundSamples.ts';

const CHANNELS = [
  [0.5, 1, -1, 0.25, 0],
  [0.25, -1, -0.5, 0.25, 1],
].map((samples) => Float32Array.from(samples));

const buffer = (channels: readonly Float32Array<ArrayBuffer>[]) => ({
  numberOfChannels: channels.length,
  length: 5,
  getChannelData: (channel: number) => channels[channel]!,
});

describe('one channel of a sound', () => {
  test('is the mean of all, sample by sample', () => {
    expect([...oneChannel(buffer(CHANNELS), { rate: 2, maxSeconds: Infinity })]).toEqual([0.375, 0, -0.75, 0.25, 0.5]);
  });

  test.each([
    [2, 1.5, 3],
    [2, 1.9, 3],
    [4, 1, 4],
    [4, 9, 5],
  ])(
    'at %d samples a second, of which %d s are heard, has %d of 5 samples and no memory behind them',
    (rate, maxSeconds, n) => {
      for (const channels of [CHANNELS, CHANNELS.slice(0, 1)]) {
        const { length, buffer: memory } = oneChannel(buffer(channels), { rate, maxSeconds });
        expect([length, memory.byteLength]).toEqual([n, 4 * n]);
      }
    },
  );
});

describe('a sound is read again for a model', () => {
  const read = (nSamples: number, wholeSeconds: number) => ({
    rate: 10,
    samples: new Float32Array(nSamples),
    wholeSeconds,
  });
  test.each([
    ['of its rate that hears as much', read(30, 7), { rate: 10, maxSeconds: 3 }, false],
    ['that hears less', read(30, 7), { rate: 10, maxSeconds: 2 }, false],
    ['that hears more, where it was cut', read(30, 7), { rate: 10, maxSeconds: 4 }, true],
    ['that hears more, where it is whole', read(30, 3), { rate: 10, maxSeconds: 4 }, false],
    ['that hears more, where it is whole but for rounding', read(7, 0.7), { rate: 10, maxSeconds: 4 }, false],
    ['of another rate', read(30, 3), { rate: 16, maxSeconds: 3 }, true],
  ])('%s', (_, sound, wanted, isAgain) => {
    expect(!isReadFor(sound, wanted)).toBe(isAgain);
  });
});
