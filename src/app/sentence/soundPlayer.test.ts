import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSoundPlayer } from './soundPlayer.ts';

/** What each player of the browser did, in order. */
let done: string[];
let told: (number | null)[];

class Source extends EventTarget {
  buffer: unknown = null;
  connect = () => undefined;
  start(_at: number, from: number): void {
    done.push(`start ${from}`);
    ended = () => this.dispatchEvent(new Event('ended'));
  }
  stop(): void {
    done.push('stop');
  }
}
let ended: () => void;

class Context {
  readonly currentTime = 7;
  readonly destination = null;
  constructor() {
    done.push('open');
  }
  resume = () => Promise.resolve();
  createBuffer = (_nChannels: number, length: number) => ({ getChannelData: () => new Float32Array(length) });
  createBufferSource = () => new Source();
  close(): Promise<void> {
    done.push('close');
    return Promise.resolve();
  }
}

beforeEach(() => {
  done = [];
  told = [];
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

const SOUND = { samples: new Float32Array(30), rate: 10 };
const player = () => createSoundPlayer((seconds) => told.push(seconds));

test('what plays is told from the asked second on, and that it is over; the player is kept for the next time and closed in the end', () => {
  const { play, stop, close } = player();
  play(SOUND, 2);
  stop();
  play(SOUND, 1);
  ended();
  expect(told).toEqual([2, null, 1, null]);
  close();
  expect([told.length, done.filter((what) => what !== 'stop')]).toEqual([4, ['open', 'start 2', 'start 1', 'close']]);
});

test('closed while it plays it falls silent and says so; from one second to another it says nothing between', () => {
  const { play, close } = player();
  play(SOUND, 2);
  play(SOUND, 1);
  close();
  expect([told, done]).toEqual([
    [2, 1, null],
    ['open', 'start 2', 'stop', 'start 1', 'stop', 'close'],
  ]);
});

test('where nothing plays, its end says nothing: what is lit stays', () => {
  const { stop, close } = player();
  stop();
  close();
  expect([told, done]).toEqual([[], []]);
});
