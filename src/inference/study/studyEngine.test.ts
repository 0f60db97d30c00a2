import { describe, expect, test, vi } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import type { EffectSummary } from '../../core/effect/effect.ts';
import { hear, off, INPUTS, text } from '../testing/hearStudy.ts';

function expectClose(a: EffectSummary, b: EffectSummary): void {
  expect([a.nScored, a.nPositions, a.worst, a.nFlips]).toEqual([b.nScored, b.nPositions, b.worst, b.nFlips]);
  for (const name of ['lossBefore', 'lossAfter', 'meanKl', 'maxKl'] as const) {
    expect(Math.abs(a[name] - b[name])).toBeLessThan(1e-5);
  }
}

describe('a study of a causal model', () => {
  test('gives for each variant and input what a single ablation gives', async () => {
    const { engine, load, measure, results, of } = hear();
    const local: Ablation = { ...off(0, 4, 'ideal'), labels: { 'decoder:L0H4': 'local' } };
    const variants = [off(0, 6), off(1, 3, 'mean'), off(2, 0, 'flat'), local];
    load(1, 'bookworm-gpt');
    measure(3, { inputs: INPUTS, variants });
    await engine.idle();
    expect(of('study-failed')).toEqual([]);
    expect(of('study-done')).toEqual([{ type: 'study-done', studyId: 3 }]);
    const found = results();
    expect(found.map(({ input, variant }) => `${input} ${variant}`)).toEqual(
      [0, 1].flatMap((input) => [0, 1, 2, 3].map((variant) => `${input} ${variant}`)),
    );
    for (const [index, input] of INPUTS.entries()) {
      engine.handle({ type: 'run', runId: index, input });
      await engine.idle();
      for (const [variant, ablation] of variants.entries()) {
        engine.handle({ type: 'ablate', ablateId: 10 * index + variant, ablation });
        await engine.idle();
        const single = of('effect').at(-1)!.effect.summary;
        expectClose(found.find((one) => one.input === index && one.variant === variant)!.effect, single);
        expect(single.meanKl).toBeGreaterThan(1e-6);
      }
    }
  });

  test('counts what is done, and its noise is finite and small against the effects', async () => {
    const { engine, load, measure, results, of } = hear();
    load(1, 'bookworm-gpt');
    const variants = Array.from({ length: 32 }, (_, i) => off(Math.floor(i / 8), i % 8));
    measure(1, { inputs: INPUTS.slice(0, 1), variants });
    await engine.idle();
    const steps = of('measured');
    expect(steps.at(-1)).toMatchObject({ nDone: 32, nTotal: 32 });
    expect(steps.map(({ nDone }) => nDone)).toEqual(steps.map(({ nDone }) => nDone).toSorted((a, b) => a - b));
    expect(results()).toHaveLength(32);
    const { floor } = steps.at(-1)!;
    for (const noise of [floor.meanKl, floor.loss, floor.turn]) {
      expect(noise).toBeGreaterThanOrEqual(0);
      expect(noise).toBeLessThan(1e-5);
    }
    expect(Math.max(...results().map(({ effect }) => effect.meanKl))).toBeGreaterThan(1000 * floor.meanKl);
    expect(steps.every(({ batch }) => batch >= 1 && batch <= 33)).toBe(true);
    expect(Math.max(...steps.map(({ batch }) => batch))).toBeGreaterThan(1);
  });

  test('tells the label of every head on each of several inputs, as a run of that input has it', async () => {
    const { engine, load, measure, of } = hear();
    load(1, 'bookworm-gpt');
    measure(1, { inputs: INPUTS, variants: [off(0, 6)] });
    await engine.idle();
    const labels = of('measured').flatMap((reply) => reply.labels);
    expect(labels.map(({ input }) => input)).toEqual([0, 1]);
    for (const [index, input] of INPUTS.entries()) {
      engine.handle({ type: 'run', runId: index, input });
      await engine.idle();
      const own = of('labelled')
        .at(-1)!
        .reports.map(({ kind, layer, head, strongest }) => ({
          kind,
          layer,
          head,
          label: strongest,
        }));
      expect(labels[index]!.heads).toEqual(own);
      expect(new Set(own.map(({ label }) => label)).size).toBeGreaterThan(2);
    }
    measure(2, { inputs: INPUTS.slice(0, 1), variants: [off(0, 6)] });
    await engine.idle();
    expect(of('measured').at(-1)!.labels).toEqual([]);
  });

  test('a variant that cannot be made on an input is refused with the reason, and the others have results', async () => {
    const { engine, load, measure, results, of } = hear();
    const broken = { ...off(0, 6, 'ideal'), labels: { 'decoder:L0H6': 'heterogeneous' } } as const;
    load(1, 'bookworm-gpt');
    measure(1, { inputs: INPUTS, variants: [broken, off(0, 6), broken] });
    await engine.idle();
    expect(results().map(({ variant }) => variant)).toEqual([1, 1]);
    expect(of('measured').at(-1)).toMatchObject({ nDone: 6, nTotal: 6 });
    const why = 'L0H6: the label "no clear pattern" describes no single pattern here';
    expect(of('measured').flatMap(({ refused }) => refused)).toEqual([
      { input: 0, variant: 0, why },
      { input: 0, variant: 2, why },
      { input: 1, variant: 0, why },
      { input: 1, variant: 2, why },
    ]);
    measure(2, { inputs: INPUTS, variants: [broken] });
    await engine.idle();
    expect(of('study-failed')).toEqual([
      {
        type: 'study-failed',
        studyId: 2,
        error: { code: 'bad-input', detail: why },
      },
    ]);
  });
});

test('what was measured before a study fails is told before the failure, however short ago', async () => {
  const { engine, load, measure, results, replies } = hear();
  load(1, 'bookworm-gpt');
  await engine.idle();
  // Time stands still: after the first results none are sent for being due.
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => 0);
  measure(1, { inputs: [...INPUTS, { kind: 'ids', ids: [1, 2] }], variants: [off(0, 6), off(1, 3)] });
  await engine.idle();
  clock.mockRestore();
  expect(results().map(({ input, variant }) => `${input} ${variant}`)).toEqual(['0 0', '0 1', '1 0', '1 1']);
  expect(replies.slice(-2).map(({ type }) => type)).toEqual(['measured', 'study-failed']);
});

test('a study that may take one variant at a time takes one, and finds the same', async () => {
  const variants = [off(0, 6), off(1, 3), off(2, 0)];
  const [free, alone] = [hear(), hear({ maxBatch: 1 })];
  for (const { engine, load, measure } of [free, alone]) {
    load(1, 'bookworm-gpt');
    measure(1, { inputs: INPUTS.slice(0, 1), variants });
    await engine.idle();
  }
  expect(alone.of('measured').map(({ batch }) => batch)).toEqual(alone.of('measured').map(() => 1));
  expect(alone.of('measured').at(-1)?.nDone).toBe(3);
  for (const [index, { effect }] of alone.results().entries()) expectClose(effect, free.results()[index]!.effect);
});

describe('a study of a masked model', () => {
  test('measures each word by the rest; with eight words or less as a single ablation does', async () => {
    const { engine, load, measure, results, of } = hear();
    const input = text('The boy ran to the bank.');
    load(1, 'bookworm-bert');
    const variants = [off(0, 1), off(3, 3, 'mean')];
    measure(1, { inputs: [input], variants });
    await engine.idle();
    engine.handle({ type: 'run', runId: 1, input });
    for (const [variant, ablation] of variants.entries()) {
      engine.handle({ type: 'ablate', ablateId: variant, ablation });
      await engine.idle();
      const single = of('effect').at(-1)!.effect.summary;
      expect(single.nScored).toBeLessThanOrEqual(8);
      expectClose(results()[variant]!.effect, single);
    }
  });

  test('takes eight words of a longer sentence, the same for every variant', async () => {
    const { engine, load, measure, results } = hear();
    load(1, 'bookworm-bert');
    const long = text('The keeper of the light went up the stairs with a lamp in his hand and a letter in his pocket.');
    measure(1, { inputs: [long], variants: [off(0, 1), off(1, 1)] });
    await engine.idle();
    expect(results().map(({ effect }) => [effect.nScored, effect.nPositions])).toEqual([
      [8, 8],
      [8, 8],
    ]);
    expect(results()[0]!.effect.lossBefore).toBe(results()[1]!.effect.lossBefore);
  });
});

describe('a study of how alike heads are', () => {
  test('of sentences gives one comparison each, of the newest run the same as of its sentence', async () => {
    const { engine, load, compare, of } = hear();
    load(1, 'bookworm-gpt');
    compare(1, INPUTS);
    engine.handle({ type: 'run', runId: 1, input: INPUTS[1]! });
    await engine.idle();
    expect(of('compared').map(({ input, nDone, nTotal }) => [input, nDone, nTotal])).toEqual([
      [0, 1, 2],
      [1, 2, 2],
    ]);
    const { comparisons } = of('compared')[1]!;
    const { kind, comparison } = comparisons[0]!;
    expect([kind, comparison.nLayers, comparison.nHeads, comparison.distance.length]).toEqual(['decoder', 4, 8, 1024]);
    compare(2, null);
    await engine.idle();
    expect(of('compared')[2]!.comparisons).toEqual(comparisons);
    expect(of('study-done').map(({ studyId }) => studyId)).toEqual([1, 2]);
  });

  test('a recording is compared as it is', async () => {
    const { engine, compare, of } = hear();
    const rows = [
      [1, 0, 0],
      [0.5, 0.5, 0],
      [0.2, 0.3, 0.5],
    ];
    const others = [
      [1, 0, 0],
      [0.5, 0.5, 0],
      [0.5, 0.3, 0.2],
    ];
    const json = JSON.stringify({ attention: [[rows, others]], tokens: ['a', 'b', 'c'] });
    const files = [{ path: 'r.json', blob: new Blob([json]) }];
    engine.handle({
      type: 'load',
      loadId: 1,
      source: { from: 'recording', id: 'r', name: 'R', files },
      backend: 'auto',
    });
    engine.handle({ type: 'run', runId: 1, input: { kind: 'nothing' } });
    compare(1, null);
    await engine.idle();
    const { comparison } = of('compared')[0]!.comparisons[0]!;
    // Only the last row has three keys: Jensen-Shannon of (0.2, 0.3, 0.5) and (0.5, 0.3, 0.2) over ln 2, its root.
    const half = (p: number, q: number) => 0.5 * p * Math.log((2 * p) / (p + q));
    const jsd = 2 * (half(0.2, 0.5) + half(0.5, 0.2));
    expect(comparison.distance[1]).toBeCloseTo(Math.sqrt(jsd / Math.log(2)), 6);
  });
});
