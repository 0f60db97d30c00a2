import { describe, expect, test } from 'vitest';
import { pretendGpuRuntime } from '../testing/runtimes.ts';
import { off, hear, INPUTS } from '../testing/hearStudy.ts';

describe('a study and the person', () => {
  const variants = Array.from({ length: 32 }, (_, i) => off(Math.floor(i / 8), i % 8));

  test('a run that comes while a study runs goes first, and the study ends with all its results', async () => {
    const { engine, load, run, measure, until, replies, results, of } = hear();
    load(1, 'bookworm-gpt');
    measure(1, { inputs: INPUTS, variants });
    await until('measured');
    run(1, 'The girl ran.');
    await until('labelled');
    expect(of('study-done')).toEqual([]);
    await engine.idle();
    const types = replies.map(({ type }) => type);
    expect(types.indexOf('ran')).toBeLessThan(types.indexOf('study-done'));
    expect(results()).toHaveLength(64);
    expect(new Set(results().map(({ input, variant }) => `${input} ${variant}`)).size).toBe(64);
  });

  test('a paused study says nothing until it is resumed, and then ends as it would have', async () => {
    const { engine, load, run, measure, until, results, of } = hear();
    load(1, 'bookworm-gpt');
    measure(7, { inputs: INPUTS, variants });
    await until('measured');
    engine.handle({ type: 'pause-study', studyId: 7, isPaused: true });
    await engine.idle();
    const before = of('measured').length;
    run(1, 'The girl ran.');
    await engine.idle();
    expect(of('labelled')).toHaveLength(1);
    expect(of('measured')).toHaveLength(before);
    expect(of('study-done')).toEqual([]);
    engine.handle({ type: 'pause-study', studyId: 7, isPaused: false });
    await engine.idle();
    expect(results()).toHaveLength(64);
    expect(of('study-done')).toHaveLength(1);
  });

  test.each(['cancelled', 'replaced', 'ended by a load'] as const)(
    'a study that is %s says nothing more',
    async (how) => {
      const { engine, load, measure, until, of } = hear();
      load(1, 'bookworm-gpt');
      measure(7, { inputs: INPUTS, variants });
      await until('measured');
      if (how === 'cancelled') engine.handle({ type: 'cancel-study', studyId: 7 });
      if (how === 'replaced') measure(8, { inputs: INPUTS.slice(1), variants: variants.slice(0, 2) });
      if (how === 'ended by a load') load(2, 'bookworm-gpt');
      const heard = of('measured').filter(({ studyId }) => studyId === 7).length;
      await engine.idle();
      expect(of('measured').filter(({ studyId }) => studyId === 7)).toHaveLength(heard);
      expect(of('study-done').map(({ studyId }) => studyId)).toEqual(how === 'replaced' ? [8] : []);
      expect(of('study-failed')).toEqual([]);
    },
  );

  test('a paused study that is replaced leaves no pause behind', async () => {
    const { engine, load, measure, until, of } = hear();
    load(1, 'bookworm-gpt');
    measure(1, { inputs: INPUTS, variants });
    await until('measured');
    engine.handle({ type: 'pause-study', studyId: 1, isPaused: true });
    measure(2, { inputs: INPUTS.slice(1), variants: variants.slice(0, 1) });
    await engine.idle();
    expect(of('study-done').map(({ studyId }) => studyId)).toEqual([2]);
  });

  test('a study under which the graphics device is lost fails once, in words', async () => {
    const gpu = pretendGpuRuntime();
    const { engine, load, run, measure, until, of } = hear({ gpu: gpu.runtime });
    load(1, 'bookworm-gpt', 'webgpu');
    run(1, 'The girl ran.');
    measure(2, { inputs: INPUTS, variants });
    await until('measured');
    gpu.lose('driver reset');
    await until('labelled', 2);
    await engine.idle();
    expect(of('study-failed').map(({ studyId, error }) => [studyId, error.code])).toEqual([[2, 'run-failed']]);
    expect(of('study-failed')[0]!.error.detail).toContain('driver reset');
    expect(of('study-done')).toEqual([]);
  });

  test('without a model a study fails in words; so does one on an input of another kind', async () => {
    const { engine, load, measure, compare, of } = hear();
    measure(1, { inputs: INPUTS, variants });
    await engine.idle();
    compare(2, INPUTS);
    await engine.idle();
    compare(3, null);
    await engine.idle();
    load(1, 'bookworm-gpt');
    measure(4, { inputs: [{ kind: 'ids', ids: [1, 2] }], variants });
    await engine.idle();
    expect(of('study-failed').map(({ studyId, error }) => [studyId, error.detail])).toEqual([
      [1, 'heads can only be switched off in a model that runs; none is open'],
      [2, 'sentences can only be run by a model; none is open'],
      [3, 'there is no run to compare heads of'],
      [4, 'the model takes text, not ids'],
    ]);
  });
});
