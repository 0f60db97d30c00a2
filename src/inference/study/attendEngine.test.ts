import { describe, expect, test } from 'vitest';
import type { Token } from '../../core/tokens.ts';
import { wordsFound } from '../../core/words/wordsFound.ts';
import type { RunInput } from '../protocol.ts';
import { hearEngine } from '../testing/hearEngine.ts';

const text = (words: string): RunInput => ({ kind: 'text', text: words, pair: null });
const TEXTS = [
  'The sad boy sat down, and the girl was sad.',
  'A letter lay on the table.',
  'He was so sad that he cried.',
];

function hear() {
  const heard = hearEngine({ isThreaded: true });
  const attend = (studyId: number, texts: readonly string[], words: readonly string[]) =>
    heard.engine.handle({ type: 'attend', studyId, inputs: texts.map(text), words });
  return { ...heard, attend };
}

/** What a head gives to "sad" in a row, worked out from a run cell by cell. */
function rowsOf(tokens: readonly Token[], weights: Float32Array, isCausal: boolean) {
  const n = tokens.length;
  const isSad = (key: number): boolean => tokens[key]!.text.trim() === 'sad';
  const rows = tokens.flatMap((token, query) => {
    if (token.special || (isCausal && query === 0)) return [];
    const keys = tokens.map((_, key) => key).filter((key) => key !== query && !(isCausal && key > query));
    const sad = keys.filter(isSad);
    if (sad.length === 0) return [];
    return [{ share: sad.length / keys.length, given: sad.reduce((sum, key) => sum + weights[query * n + key]!, 0) }];
  });
  const mean = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  return { nRows: rows.length, given: mean((row) => row.given), share: mean((row) => row.share) };
}

describe.each(['bookworm-gpt', 'bookworm-bert'] as const)('a question about words to %s', (id) => {
  test('finds of each head what a run of each sentence holds', async () => {
    const { engine, load, run, attend, of } = hear();
    load(1, id);
    attend(5, TEXTS, ['sad']);
    await engine.idle();
    expect(of('study-failed')).toEqual([]);
    expect(of('study-done')).toEqual([{ type: 'study-done', studyId: 5 }]);
    expect(of('attended').at(-1)).toMatchObject({ studyId: 5, nDone: 3, nTotal: 3 });
    const found = of('attended').flatMap((reply) => reply.found);
    expect(found).toHaveLength(3);
    for (const [at, words] of TEXTS.entries()) {
      run(at + 1, words);
      await engine.idle();
      const { tokens, attention } = of('ran').at(-1)!.run;
      const { data, nHeads, nQueries } = attention[0]!;
      const { sums } = found[at]![0]!;
      expect(found[at]![0]!.kind).toBe(attention[0]!.kind);
      for (const head of [0, 5, 3 * nHeads + 2]) {
        const size = nQueries * nQueries;
        const rows = rowsOf(tokens, data.subarray(head * size, (head + 1) * size), id === 'bookworm-gpt');
        expect(sums.nRows).toBe(rows.nRows);
        if (rows.nRows === 0) continue;
        expect(sums.chance / sums.nRows).toBeCloseTo(rows.share, 10);
        expect(sums.attention[head]! / sums.nRows).toBeCloseTo(rows.given, 5);
      }
    }
    const all = wordsFound(
      found.map(([one]) => one!.sums),
      32,
    );
    expect([all.nSentences, all.nWords]).toEqual([2, 3]);
  });
});

describe('a question about words and the person', () => {
  test.each(['cancelled', 'replaced', 'ended by a load'] as const)('one that is %s says nothing more', async (how) => {
    const { engine, load, attend, until, of } = hear();
    load(1, 'bookworm-gpt');
    attend(
      7,
      Array.from({ length: 30 }, (_, i) => `The sad boy had ${i} hats.`),
      ['sad'],
    );
    await until('attended');
    if (how === 'cancelled') engine.handle({ type: 'cancel-study', studyId: 7 });
    if (how === 'replaced') attend(8, TEXTS, ['sad']);
    if (how === 'ended by a load') load(2, 'bookworm-gpt');
    const heard = of('attended').filter(({ studyId }) => studyId === 7).length;
    await engine.idle();
    expect(of('attended').filter(({ studyId }) => studyId === 7)).toHaveLength(heard);
    expect(of('study-done').map(({ studyId }) => studyId)).toEqual(how === 'replaced' ? [8] : []);
  });

  test('a run that comes meanwhile goes first', async () => {
    const { engine, load, run, attend, until, replies } = hear();
    load(1, 'bookworm-gpt');
    attend(
      1,
      Array.from({ length: 30 }, (_, i) => `The sad boy had ${i} hats.`),
      ['sad'],
    );
    await until('attended');
    run(1, 'The girl ran.');
    await engine.idle();
    const types = replies.map(({ type }) => type);
    expect(types.indexOf('ran')).toBeLessThan(types.indexOf('study-done'));
  });

  test('without a model it fails in words', async () => {
    const { engine, attend, of } = hear();
    attend(1, TEXTS, ['sad']);
    await engine.idle();
    expect(of('study-failed').map(({ error }) => error.detail)).toEqual([
      'sentences can only be run by a model; none is open',
    ]);
  });
});
