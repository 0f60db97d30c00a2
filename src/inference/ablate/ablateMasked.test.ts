import { describe, expect, test } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import type { Effect } from '../../core/effect/effect.ts';
import { pretendGpuRuntime } from '../testing/runtimes.ts';
import { hear, head, compareByHand, surprises, SENTENCE, OFF } from '../testing/hearAblation.ts';

describe('an ablation of a masked model', () => {
  const TEXT = 'The boy [MASK] to the bank.';

  test('is told twice: first what the sentence as it stands gives, then each word by the rest', async () => {
    const { engine, load, run, ablate, of } = hear();
    load(1, 'bookworm-bert');
    run(1, TEXT);
    ablate(1, { mode: 'zero', heads: [head(0, 1), head(3, 3)] });
    await engine.idle();
    const { tokens, logits } = of('ran')[0]!.run;
    const [plain, final] = of('effect');
    expect([plain!.isFinal, final!.isFinal]).toEqual([false, true]);
    const mask = tokens.findIndex(({ piece }) => piece === '[MASK]');
    const words = tokens.filter(({ special }) => !special).map(({ position }) => position);
    expect(plain!.effect.positions.map(({ position }) => position)).toContain(mask);
    expect(plain!.effect.positions.every(({ target }) => target === null)).toBe(true);
    const after = of('ablated')[0]!.run.logits!;
    expect(at(plain!.effect, mask).kl).toBeCloseTo(compareByHand(logits!, after)[mask]!.kl, 6);

    expect(final!.effect.positions.map(({ position }) => position)).toEqual([...words, mask].toSorted((a, b) => a - b));
    expect(final!.effect.summary.nScored).toBe(words.length);
    // The person's own mask is as before, since it was hidden already.
    expect(at(final!.effect, mask)).toEqual(at(plain!.effect, mask));
  });

  test('labels come after its picture and before its losses, which take a pass for each word', async () => {
    const { engine, load, run, ablate, replies } = hear();
    load(1, 'bookworm-bert');
    run(1, TEXT);
    ablate(1, { mode: 'zero', heads: [head(0, 1)] });
    await engine.idle();
    const order = replies.map(({ type }) => type).filter((type) => type !== 'progress');
    expect(order.slice(order.indexOf('ran'))).toEqual(['ran', 'ablated', 'effect', 'labelled', 'effect']);
  });

  test('its pseudo-likelihood is what runs of the sentence with one word each masked give', async () => {
    const { engine, load, run, ablate, of } = hear();
    const text = 'The boy ran to the bank.';
    load(1, 'bookworm-bert');
    run(1, text);
    const off: Ablation = { mode: 'flat', heads: [head(1, 2)] };
    ablate(1, off);
    await engine.idle();
    const { tokens } = of('ran')[0]!.run;
    const final = of('effect').at(-1)!.effect;
    for (const token of tokens) {
      if (token.special) continue;
      const masked = `${text.slice(0, token.start)}[MASK]${text.slice(token.end)}`;
      run(10 + token.position, masked);
      ablate(10 + token.position, off);
      await engine.idle();
      const { tokens: others, logits } = of('ran').at(-1)!.run;
      // Masking one piece of several would give another sentence.
      if (others.length !== tokens.length) continue;
      const before = surprises(logits!)[token.position]![token.id]!;
      const after = surprises(of('ablated').at(-1)!.run.logits!)[token.position]![token.id]!;
      expect(at(final, token.position).lossBefore).toBeCloseTo(before, 4);
      expect(at(final, token.position).lossAfter).toBeCloseTo(after, 4);
    }
  });
});

test('an ablation under which the graphics device is lost is repeated on WASM, and no failure is told', async () => {
  let isFaulty = false;
  const gpu = pretendGpuRuntime({
    run: (outputs) => {
      if (!isFaulty) return Promise.resolve(outputs);
      setTimeout(() => gpu.lose('gone'), 10);
      return Promise.reject(new Error('mapAsync failed'));
    },
  });
  const { engine, load, run, ablate, until, of } = hear({ gpu: gpu.runtime });
  load(1, 'bookworm-gpt', 'webgpu');
  run(1, SENTENCE);
  await engine.idle();
  isFaulty = true;
  ablate(1, OFF);
  await until('effect');
  expect(of('ablate-failed')).toEqual([]);
  expect(of('ran').map(({ run: { backend } }) => backend.name)).toEqual(['webgpu', 'wasm']);
  expect(of('effect')[0]?.ablateId).toBe(1);
});

function at({ positions }: Effect, position: number) {
  return positions.find((one) => one.position === position)!;
}
