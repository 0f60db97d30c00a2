import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRecorder } from './recordSound.ts';

/** Every microphone that was given, whether it is still on. */
let microphones: { isOn: boolean }[];
/** Says yes to who asks for a microphone. */
let allow: () => void;
const onEnded = vi.fn<() => void>();
/** What the browser cannot do. */
let broken: 'make' | 'start' | null;

class FakeRecorder extends EventTarget {
  readonly mimeType = 'audio/webm';
  state = 'inactive';
  constructor() {
    super();
    if (broken === 'make') throw new DOMException('no', 'NotSupportedError');
  }
  start(): void {
    if (broken === 'start') throw new DOMException('no', 'InvalidStateError');
    this.state = 'recording';
  }
  stop(): void {
    this.state = 'inactive';
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob(['heard']) }));
    this.dispatchEvent(new Event('stop'));
  }
}

beforeEach(() => {
  microphones = [];
  broken = null;
  onEnded.mockClear();
  vi.stubGlobal('MediaRecorder', FakeRecorder);
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: () =>
        new Promise((resolve) => {
          allow = () => {
            const own = { isOn: true };
            microphones.push(own);
            resolve({ getTracks: () => [{ stop: () => (own.isOn = false) }] });
          };
        }),
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const areOn = () => microphones.map(({ isOn }) => isOn);
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

test('two quick presses begin one recording, which can be stopped; then another can begin', async () => {
  const { record, stop } = createRecorder();
  const onBegun = vi.fn<() => () => void>(() => onEnded);
  const first = record('first', onBegun);
  expect(await record('second', onBegun)).toBeNull();
  allow();
  await settled();
  // Also a press between what the browser gives and what the screen shows.
  expect(await record('third', onBegun)).toBeNull();
  expect([onBegun.mock.calls.length, onEnded.mock.calls.length, areOn()]).toEqual([1, 0, [true]]);
  stop();
  const file = await first;
  expect([file?.name, file?.type, await file?.text(), areOn()]).toEqual(['first', 'audio/webm', 'heard', [false]]);
  expect(onEnded).toHaveBeenCalledOnce();
  void record('fourth', onBegun);
  allow();
  await settled();
  expect(areOn()).toEqual([false, true]);
});

test('what is left before the browser has asked, or while it records, lets the microphone go and gives nothing', async () => {
  for (const isBegun of [false, true]) {
    const { record, leave } = createRecorder();
    const onBegun = vi.fn<() => () => void>(() => onEnded);
    const left = record('left', onBegun);
    if (isBegun) {
      allow();
      await settled();
    }
    leave();
    if (!isBegun) allow();
    expect([await left, onBegun.mock.calls.length, areOn().includes(true)]).toEqual([null, isBegun ? 1 : 0, false]);
  }
});

test.each([
  ['make', 'NotSupportedError'],
  ['start', 'InvalidStateError'],
] as const)('a browser that cannot %s a recorder lets the microphone go and says so', async (step, name) => {
  broken = step;
  const { record } = createRecorder();
  const failed = record(
    'a',
    vi.fn<() => () => void>(() => onEnded),
  );
  allow();
  await expect(failed).rejects.toThrow(`This browser cannot record from the microphone (${name}). Choose a file.`);
  expect(areOn()).toEqual([false]);
  broken = null;
  void record(
    'b',
    vi.fn<() => () => void>(() => onEnded),
  );
  allow();
  await settled();
  expect(areOn()).toEqual([false, true]);
});
