import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AskedInput } from '../../core/inputUses.ts';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, store } = await import('../state/store.ts');
const { startInputsLoop } = await import('./inputsLoop.ts');

const STYLE: AskedInput = { name: 'style', shape: 'float32 [1, 4]', use: null, guess: null };

let undo: () => void;
let kept: Map<string, string>;
let isBlocked: boolean;

beforeEach(() => {
  [kept, isBlocked] = [new Map(), false];
  store.setState(initialState(decodeView('')), true);
  undo = startInputsLoop(() => {
    if (isBlocked) throw new DOMException('blocked', 'SecurityError');
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text) };
  });
});
afterEach(() => undo());

/** A model that does not open for want of what its inputs are. */
function open(modelId: string, inputs: readonly AskedInput[] = [STYLE]): void {
  const loadId = store.getState().loadId + 1;
  dispatch({ type: 'viewChanged', change: { modelId } });
  dispatch({ type: 'loadStarted', loadId });
  dispatch({ type: 'load-failed', loadId, error: { code: 'unsupported-graph', detail: '', inputs } });
}

const say = (inputs: string | null): void => dispatch({ type: 'viewChanged', change: { inputs } });
const said = (): string | null => store.getState().view.inputs;

test('what was said of a file is said again when a file of its name asks for the same', () => {
  open('opened:1 model.onnx');
  expect(said()).toBeNull();
  say('style:2');
  open('bookworm-gpt', []);
  expect(said()).toBeNull();
  open('opened:2 model.onnx');
  expect(said()).toBe('style:2');
});

test('another file of that name, another name, and a model of a hub ask anew', () => {
  open('opened:1 model.onnx');
  say('style:2');
  for (const [modelId, input] of [
    ['opened:2 model.onnx', { ...STYLE, shape: 'float32 [1, 5]' }],
    ['opened:3 other.onnx', STYLE],
    ['someone/model.onnx', STYLE],
  ] as const) {
    open(modelId, [input]);
    expect([modelId, said()]).toEqual([modelId, null]);
  }
});

test('what is taken back is forgotten, and what a link says goes before what was said', () => {
  open('opened:1 model.onnx');
  say('style:2');
  dispatch({ type: 'viewChanged', change: { modelId: 'opened:2 model.onnx', inputs: 'style:3' } });
  dispatch({ type: 'loadStarted', loadId: 90 });
  dispatch({ type: 'load-failed', loadId: 90, error: { code: 'unsupported-graph', detail: '', inputs: [STYLE] } });
  expect(said()).toBe('style:3');
  say(null);
  open('opened:3 model.onnx');
  expect(said()).toBeNull();
});

test('a browser that keeps nothing, or holds something else, asks each time', () => {
  isBlocked = true;
  open('opened:1 model.onnx');
  say('style:2');
  expect(said()).toBe('style:2');
  isBlocked = false;
  kept.set('headlight:inputs', '["style:2"');
  open('opened:2 model.onnx');
  expect(said()).toBeNull();
});
