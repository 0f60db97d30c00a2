import { vi } from 'vitest';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { catalogModel } from './catalogModel.ts';
import { ScriptedWorker } from './scriptedWorker.ts';

// The page without a screen: its state and its loops, with workers that answer when they are told to.

/** Every worker that the page has started since it was opened. */
export const workers: ScriptedWorker[] = [];

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
vi.stubGlobal(
  'Worker',
  class extends ScriptedWorker {
    constructor() {
      super();
      workers.push(this);
    }
  },
);
const { spawnModelWorker } = await import('../../inference/door/spawnWorker.ts');
const { startEffects } = await import('../loops/effects.ts');
const page = await import('../state/store.ts');

const MODELS = ['a', 'b', 'c'].map((id) => catalogModel(id));

let stopEffects: () => void;

/** Opens the page with model "a" of three and the sentence "first"; on a clock that stands still. */
export function openPage(): void {
  vi.useFakeTimers();
  workers.length = 0;
  page.store.setState(initialState(decodeView('?model=a&text=first&backend=wasm&head=L0H0')), true);
  const kept = { image: { now: () => null, forget: () => undefined }, opened: { now: () => null } };
  stopEffects = startEffects(MODELS, kept, spawnModelWorker);
}

export function closePage(): void {
  stopEffects();
  vi.useRealTimers();
}

export const state = () => page.store.getState();
export const { dispatch } = page;
export const type = (text: string): void => dispatch({ type: 'viewChanged', change: { text } });
export const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** The newest worker. */
export function worker(): ScriptedWorker {
  const newest = workers.at(-1);
  if (newest === undefined) throw new Error('the page has started no worker');
  return newest;
}

/** Lets the worker answer everything, and what that makes the page ask. */
export async function settle(): Promise<void> {
  do await pass(200);
  while (worker().answer());
}

/** The same until another run is on screen, and no further. */
export async function settleRun(): Promise<void> {
  for (const before = state().run; state().run === before; worker().answer()) await pass(200);
}
