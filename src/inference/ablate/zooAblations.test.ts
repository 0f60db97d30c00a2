import { describe, expect, test, vi } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import type { Effect } from '../../core/effect/effect.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { createMeansStore } from '../means/meansStore.ts';
import type { AblatedRun } from '../../core/ablation/ablatedRun.ts';
import type { RunInput } from '../protocol.ts';
import type { Measured } from '../../core/study/results.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { measure } from '../study/measure.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import { ablateRun } from './ablateRun.ts';
import { keepRun } from './keptRun.ts';
import type { Subject } from './subject.ts';

const { signal } = new AbortController();
const turn = async (): Promise<void> => {};

const fetchNothing = async (): Promise<Response> => new Response('', { status: 404 });

function toolsFor(model: RunnableModel) {
  const store = createMeansStore({ fetch: fetchNothing });
  return { signal, turn, meansFor: (subject: Subject) => store.meansFor(model, subject, signal, turn) };
}

async function ablate(model: RunnableModel, input: RunInput, ablation: Ablation) {
  const kept = keepRun(await runInput(model, { type: 'run', runId: 1, input }, signal));
  const runs: AblatedRun[] = [];
  const effects: Effect[] = [];
  await ablateRun(model, kept, ablation, {
    ...toolsFor(model),
    tellRun: (run) => runs.push(run),
    tellEffect: (effect) => effects.push(effect),
  });
  return { kept, run: runs[0]!, effects };
}

async function study(model: RunnableModel, input: RunInput, variants: readonly Ablation[]): Promise<Measured[]> {
  const results: Measured[] = [];
  await measure(model, { inputs: [input], variants }, toolsFor(model), (step) => results.push(...step.results));
  return results;
}

const ids: RunInput = { kind: 'ids', ids: [16, 14, 11, 4, 26, 14, 9, 3] };
const off = (mode: Ablation['mode'], kind: AttentionKind | null, layer: number, head: number): Ablation => ({
  mode,
  heads: [{ kind, layer, head, keep: 0 }],
});

const picture: RunInput = {
  kind: 'image',
  name: 'slopes',
  width: 20,
  height: 16,
  pixels: Uint8ClampedArray.from({ length: 4 * 20 * 16 }, (_, i) => (i * 37) % 256),
};

describe('a head can be switched off in every mode that is offered, alone as in a study', () => {
  test.each([
    ['gpt2', null, 2, 1, 'output', ids],
    ['gpt2-merged-with-past', null, 1, 3, 'next-token', ids],
    ['llama-eager', null, 1, 2, 'next-token', ids],
    ['bert-eager', null, 0, 1, 'output', ids],
    ['vit', null, 1, 2, 'output', picture],
    ['distractor', null, 1, 0, 'output', ids],
    ['t5', 'cross', 2, 1, 'next-token', { kind: 'text-to-text', source: '5 9 3 17 4', target: '8 2 6' }],
    ['t5', 'encoder', 0, 2, 'next-token', { kind: 'text-to-text', source: '5 9 3 17 4', target: '8 2 6' }],
    ['bart-3d', 'decoder', 1, 1, 'output', ids],
  ] as const)('%s: stack %s, L%iH%i, measured on %s', async (name, kind, layer, head, objective, input) => {
    const model = await startZoo(name);
    expect(model.ablation.objective).toBe(objective);
    expect(model.ablation.modes).toContain('zero');
    // No label fits every head.
    const modes = model.ablation.modes.filter((mode) => mode !== 'ideal');
    const variants = modes.map((mode) => off(mode, kind, layer, head));
    const results = await study(model, input, variants);
    for (const [variant, ablation] of variants.entries()) {
      const { run, effects } = await ablate(model, input, ablation);
      expect(run.attention.some((tensor) => kind === null || tensor.kind === kind)).toBe(true);
      expect(effects).toHaveLength(1);
      const { summary, positions, turns, objective: measured } = effects[0]!;
      expect(measured).toBe(objective);
      const size = objective === 'output' ? summary.meanTurn : summary.meanKl;
      expect(size).toBeGreaterThan(1e-7);
      expect(size).toBeLessThan(10);
      expect(turns === null).toBe(objective !== 'output');
      expect(positions.length > 0).toBe(objective !== 'output');
      const same = results.find((one) => one.variant === variant)!.effect;
      expect(objective === 'output' ? same.meanTurn : same.meanKl).toBeCloseTo(size, 5);
    }
    await model.session.release();
  });
});

test('the whole target of an encoder-decoder model is scored, its first word too', async () => {
  const model = await startZoo('t5');
  const input: RunInput = { kind: 'text-to-text', source: '5 9 3 17 4', target: '8 2 6' };
  const { effects } = await ablate(model, input, off('zero', 'cross', 0, 0));
  expect(effects[0]!.positions.map(({ target }) => target)).toEqual([8, 2, 6, null]);
  await model.session.release();
});

test('scores that were too many to copy are worked out once more, to the same effect', async () => {
  const model = await startZoo('llama-eager');
  const done = await runInput(model, { type: 'run', runId: 1, input: ids }, signal);
  const effects: Effect[] = [];
  const tools = {
    turn,
    meansFor: () => Promise.reject(new Error('not needed')),
    tellRun: () => {},
    tellEffect: (effect: Effect) => effects.push(effect),
  };
  const ablation = off('zero', null, 1, 2);
  await ablateRun(model, keepRun(done), ablation, tools);
  await ablateRun(model, { ...keepRun(done), copy: null }, ablation, tools);
  expect(effects[1]).toEqual(effects[0]);
  await model.session.release();
});

describe('a newer request is heard between the positions that are compared, and ends the comparison', () => {
  // Each look at the clock is a minute later, as if every position took so long.
  async function heard(model: RunnableModel, input: RunInput, ablation: Ablation, stopAt: number) {
    const kept = keepRun(await runInput(model, { type: 'run', runId: 1, input }, signal));
    const told: string[] = [];
    let nTurns = 0;
    let time = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 60_000));
    const done = ablateRun(model, kept, ablation, {
      meansFor: () => Promise.reject(new Error('not needed')),
      tellRun: () => told.push('run'),
      tellEffect: () => told.push('effect'),
      turn: async () => {
        nTurns += 1;
        if (nTurns === stopAt) throw new Error('newer');
      },
    });
    await done.catch((error: unknown) => told.push(String(error)));
    clock.mockRestore();
    const nWords = kept.done.run.tokens.filter(({ special }) => !special).length;
    return { told, nTurns, nWords };
  }

  test('a causal model', async () => {
    const model = await startZoo('llama-eager');
    const ablation = off('zero', null, 1, 2);
    // One turn after the pass, one after each position.
    expect(await heard(model, ids, ablation, Infinity)).toMatchObject({ told: ['run', 'effect'], nTurns: 1 + 8 });
    expect(await heard(model, ids, ablation, 3)).toMatchObject({ told: ['run', 'Error: newer'], nTurns: 3 });
    await model.session.release();
  });

  test('a masked model, which compares twice', async () => {
    const model = await startShipped('bookworm-bert');
    const input: RunInput = { kind: 'text', text: 'The old man sat down.', pair: null };
    const ablation = off('zero', null, 0, 2);
    const { told, nTurns, nWords: n } = await heard(model, input, ablation, Infinity);
    expect(told).toEqual(['run', 'effect', 'effect']);
    // After the pass, n positions, one more, n copies as they are, n with the head off, n positions again.
    expect(nTurns).toBe(2 + 4 * n);
    expect((await heard(model, input, ablation, 3)).told).toEqual(['run', 'Error: newer']);
    expect((await heard(model, input, ablation, nTurns)).told).toEqual(['run', 'effect', 'Error: newer']);
    await model.session.release();
  });
});
