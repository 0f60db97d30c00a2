import { beforeAll, describe, expect, test } from 'vitest';
import { INSIDE, SPOKEN_CASES } from '../../core/inside/testing/fixtures.ts';
import { COPIES_FROM } from '../../core/inside/copying.ts';
import type { WordWritten } from '../../core/inside/questions.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { keepRun } from '../ablate/keptRun.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { RunInput } from '../protocol.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startModel } from '../run/start.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { prepareZoo } from '../testing/zooModels.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import { Refused } from './refuse.ts';
import { measureCopying, measureWord } from './word.ts';

const noTurn = async (): Promise<void> => {};
const untold = (): void => {};

async function keptOf(model: RunnableModel, input: RunInput): Promise<KeptRun> {
  return keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
}

async function noOf(answer: Promise<WordWritten>): Promise<string> {
  return answer.then(
    () => 'given',
    (error: unknown) => {
      if (error instanceof Refused) return `${error.refusal.why}: ${error.refusal.detail}`;
      throw error;
    },
  );
}

const wordOf = (model: RunnableModel, kept: KeptRun, layer: number, head: number, token: number, kind: AttentionKind) =>
  measureWord(model, kept, { about: 'word', kind, head: { layer, head }, token }, noTurn);

describe('a word that stands alone in bookworm-gpt', () => {
  let model: RunnableModel;
  let kept: KeptRun;
  beforeAll(async () => {
    model = await startShipped('bookworm-gpt');
    kept = await keptOf(model, { kind: 'text', text: 'The dog slept.', pair: null });
  });

  test.each(SPOKEN_CASES)(
    'L$layer H$head raises what it does in an independent network, and the word itself by as much',
    async ({ layer, head, ov }) => {
      const { token, top, rankOfItself } = await wordOf(model, kept, layer, head, ov.of, 'decoder');
      expect([token.id, top.map(({ id }) => id)]).toEqual([ov.of, ov.top5.map(([id]) => id)]);
      for (const [at, [, , value]] of ov.top5.entries()) expect(Math.abs(top[at]!.value - value)).toBeLessThan(1e-4);
      expect(Math.abs(rankOfItself - 1 - ov.rankOfItself)).toBeLessThanOrEqual(1);
    },
  );

  test(
    'copying: the scores and the signs of weights of two layers are those of an independent network, and of all heads three copy',
    { timeout: 120_000 },
    async () => {
      const [scores, signs]: [number[], number[]] = [[], []];
      for (let layer = 0; layer < 4; layer++) {
        const found = await measureCopying(model, kept, { about: 'copying', kind: 'decoder', layer }, noTurn, untold);
        expect(found).toMatchObject({ nTokens: 200, below: 5, nVocab: 4096 });
        scores.push(...found.scores);
        if (found.byWeights !== null && 'signs' in found.byWeights) signs.push(...found.byWeights.signs);
      }
      const expected = INSIDE.copying.heads.map(({ top5 }) => top5);
      expect(expected).toHaveLength(2 * 8);
      for (const [at, { layer, head, top5, eigen }] of INSIDE.copying.heads.entries()) {
        expect([layer, head]).toEqual([Math.floor(at / 8), at % 8]);
        expect(Math.abs(scores[layer * 8 + head]! - top5)).toBeLessThanOrEqual(0.01);
        expect(Math.abs(signs[layer * 8 + head]! - eigen)).toBeLessThan(1e-5);
      }
      const copy = scores.flatMap((score, at) => (score >= COPIES_FROM ? [`L${Math.floor(at / 8)}H${at % 8}`] : []));
      expect(copy).toEqual(['L1H6', 'L2H3', 'L3H1']);
      expect(scores[5]).toBeLessThan(0.1);
    },
  );

  test('what is not there is told', async () => {
    expect(await noOf(wordOf(model, kept, 9, 0, 5, 'decoder'))).toContain('no such layer');
    expect(await noOf(wordOf(model, kept, 0, 8, 5, 'decoder'))).toContain('no such head');
    expect(await noOf(wordOf(model, kept, 0, 0, 4096, 'decoder'))).toContain('no token 4096');
  });
});

test('copying that was measured is not measured again, in another sentence neither', async () => {
  const model = await startZoo('gpt2');
  let runs = 0;
  const { session } = model;
  const tensors: typeof session.tensors = (...call) => {
    runs += 1;
    return session.tensors(...call);
  };
  const counted = { ...model, session: { ...session, tensors } };
  const measured = async (ids: readonly number[]) => {
    runs = 0;
    const kept = await keptOf(counted, { kind: 'ids', ids });
    return measureCopying(counted, kept, { about: 'copying', kind: 'decoder', layer: 0 }, noTurn, untold);
  };
  const first = await measured([1, 2, 3, 4]);
  expect(runs).toBeGreaterThan(40);
  expect(await measured([4, 3, 2])).toEqual(first);
  expect(runs).toBe(0);
});

test('a decoder that rewrites a text tells of a word of what it writes, with the source as it is; cross-attention does not', async () => {
  const model = await startShipped('dates');
  const [march, july] = [
    await keptOf(model, { kind: 'text-to-text', source: '9 March 1998', target: null }),
    await keptOf(model, { kind: 'text-to-text', source: '4 July 2001', target: null }),
  ];
  const token = march.done.run.targetTokens![1]!.id;
  const [first, again, other] = [
    await wordOf(model, march, 1, 1, token, 'decoder'),
    await wordOf(model, march, 1, 1, token, 'decoder'),
    await wordOf(model, july, 1, 1, token, 'decoder'),
  ];
  expect(again).toEqual(first);
  expect(first.top).toHaveLength(5);
  // In the first layer nothing of the source is there yet; in the second what was read of it is.
  expect(other.top).not.toEqual(first.top);
  expect(await wordOf(model, july, 0, 1, token, 'decoder')).toEqual(await wordOf(model, march, 0, 1, token, 'decoder'));
  const copying = (kept: KeptRun) =>
    measureCopying(model, kept, { about: 'copying', kind: 'decoder', layer: 0 }, noTurn, untold);
  // A norm over what it embeds leaves no bare words.
  const byWeights = { whyNot: expect.stringContaining('by which table') };
  expect(await copying(march)).toMatchObject({ nTokens: 43, nVocab: 43, byWeights });
  expect(await noOf(wordOf(model, march, 1, 1, token, 'cross'))).toContain('words of the source');
});

test('copying is stopped between two words', async () => {
  const model = await startZoo('gpt2');
  const kept = await keptOf(model, { kind: 'ids', ids: [1, 2, 3, 4] });
  let turns = 0;
  const turn = async (): Promise<void> => {
    turns += 1;
    if (turns === 5) throw new Error('stopped');
  };
  await expect(
    measureCopying(model, kept, { about: 'copying', kind: 'decoder', layer: 0 }, turn, untold),
  ).rejects.toThrow('stopped');
  expect(turns).toBe(5);
});

test('where no special token begins the run, the one that the files of the model name begins the text', async () => {
  const words = async (generationConfig: unknown): Promise<WordWritten> => {
    const { model: prepared, exposed } = prepareZoo('gpt2', { generationConfig });
    const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
    const model = {
      ...(await startModel(prepared, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} })),
      prepared,
    };
    return wordOf(model, await keptOf(model, { kind: 'ids', ids: [1, 2, 3, 4] }), 1, 0, 7, 'decoder');
  };
  const [alone, behind, other] = [
    await words(null),
    await words({ bos_token_id: 3 }),
    await words({ bos_token_id: 5 }),
  ];
  expect(behind.top).not.toEqual(alone.top);
  expect(other.top).not.toEqual(behind.top);
});

test('a model of few tokens is tried on all of them', async () => {
  const model = await startZoo('llama-eager');
  const kept = await keptOf(model, { kind: 'ids', ids: [1, 2, 3, 4] });
  const found = await measureCopying(model, kept, { about: 'copying', kind: 'decoder', layer: 1 }, noTurn, untold);
  expect(found).toMatchObject({ nTokens: 45, nVocab: 45 });
  expect(found.scores.every((score) => score >= 0 && score <= 1)).toBe(true);
});

test('where direct logits are refused a word is refused for the same reason', async () => {
  const model = await startShipped('bookworm-bert');
  const kept = await keptOf(model, { kind: 'text', text: 'The dog slept.', pair: null });
  expect(await noOf(wordOf(model, kept, 0, 0, 5, 'encoder'))).toContain('no-direct-path: between the last block');
});
