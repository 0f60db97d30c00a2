import { describe, expect, test } from 'vitest';
import type { Logits } from '../../core/run.ts';
import type { RunInput } from '../protocol.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import { encodeIds } from '../inputs/sequences.ts';
import { foretell } from './foretell.ts';
import { runInput } from './runInput.ts';
import type { RunnableModel } from './runnable.ts';

const { signal } = new AbortController();

async function runOf(model: RunnableModel, input: RunInput) {
  const { run } = await runInput(model, { type: 'run', runId: 1, input }, signal);
  await model.session.release();
  return run;
}

/** Probabilities of one row by the softmax as it is defined, largest first. */
function softmax({ nVocab, data }: Logits, position: number): readonly (readonly [id: number, p: number])[] {
  const row = Array.from(data.subarray(position * nVocab, (position + 1) * nVocab));
  const largest = Math.max(...row);
  const total = row.reduce((sum, score) => sum + Math.exp(score - largest), 0);
  return row.map((score, id) => [id, Math.exp(score - largest) / total] as const).toSorted((a, b) => b[1] - a[1]);
}

describe('what a model foretells', () => {
  test('of a causal one is what comes after the last token', async () => {
    const model = await startShipped('bookworm-gpt');
    const { tokenizer } = model.prepared;
    const run = await runOf(model, { kind: 'text', text: 'The boy sprinted to the', pair: null });
    expect(run.foretold).toHaveLength(1);
    const { position, isMask, candidates } = run.foretold![0]!;
    expect([position, isMask]).toEqual([run.tokens.length - 1, false]);
    const top = softmax(run.logits!, position).slice(0, 5);
    expect(candidates.map(({ id }) => id)).toEqual(top.map(([id]) => id));
    expect(candidates.map(({ text }) => text)).toEqual(top.map(([id]) => tokenizer!.pieceText(id)));
    for (const [rank, [, p]] of top.entries()) expect(candidates[rank]?.probability).toBeCloseTo(p, 9);
    expect(run.model.maskToken).toBeUndefined();
  });

  test('of a text that was written on is what comes behind what was written, as of the same tokens that are typed', async () => {
    const model = await startShipped('bookworm-gpt');
    const text = 'The boy sprinted to the';
    const typed = await runInput(
      model,
      { type: 'run', runId: 1, input: { kind: 'text', text: `${text} door`, pair: null } },
      signal,
    );
    const written = typed.run.tokens.slice(-1).map(({ id }) => id);
    const grown = await runOf(model, { kind: 'text', text, pair: null, written });
    expect(grown.text).toBe(`${text} door`);
    const placed = (run: typeof grown) => run.tokens.map(({ id, text: read, start, end }) => [id, read, start, end]);
    expect(placed(grown)).toEqual(placed(typed.run));
    expect(grown.tokens.map(({ isWritten = false }) => isWritten)).toEqual([
      ...typed.run.tokens.slice(1).map(() => false),
      true,
    ]);
    expect(grown.foretold).toEqual(typed.run.foretold);
    expect(grown.attention[0]!.data).toEqual(typed.run.attention[0]!.data);
  });

  test('of padded tokens comes after the last that is none', async () => {
    const model = await startShipped('bookworm-gpt');
    const tokens = encodeIds([3, 1, 0, 0], 4).tokens;
    const logits = { nTokens: 4, nVocab: 2, data: Float32Array.of(0, 0, 0, 9, 9, 0, 9, 0) };
    const found = foretell(model, { tokens, targetTokens: null }, logits, 2);
    expect(found).toMatchObject([{ position: 1, candidates: [{ id: 1 }, { id: 0 }] }]);
    await model.session.release();
  });

  test('of a masked one is what stands at each mask, and nothing without one', async () => {
    const model = await startShipped('bookworm-bert');
    const text = 'She opened the [MASK] and went out into the [MASK].';
    const run = await runOf(model, { kind: 'text', text, pair: null });
    expect(run.model.maskToken).toBe('[MASK]');
    const masks = run.tokens.filter((token) => token.text === '[MASK]').map(({ position }) => position);
    expect(masks).toHaveLength(2);
    expect(run.foretold?.map(({ position }) => position)).toEqual(masks);
    for (const { position, isMask, candidates } of run.foretold ?? []) {
      expect([isMask, candidates.length]).toEqual([true, 5]);
      expect(candidates[0]?.probability).toBeCloseTo(softmax(run.logits!, position)[0]![1], 9);
    }
    const again = await startShipped('bookworm-bert');
    expect(await runOf(again, { kind: 'text', text: 'She went out.', pair: null })).not.toHaveProperty('foretold');
  });

  test('is nothing where masks have no name: bert-eager', async () => {
    const run = await runOf(await startZoo('bert-eager'), { kind: 'ids', ids: [5, 17, 3, 9] });
    expect(run).not.toHaveProperty('foretold');
  });

  test('is told by ids where there are no words: gpt2-merged-with-past', async () => {
    const run = await runOf(await startZoo('gpt2-merged-with-past'), { kind: 'ids', ids: [5, 17, 3, 9] });
    const [foretold] = run.foretold!;
    expect(foretold).toMatchObject({ position: 3, isMask: false });
    expect(foretold!.candidates.map(({ text }) => text)).toEqual(foretold!.candidates.map(({ id }) => String(id)));
  });
});
