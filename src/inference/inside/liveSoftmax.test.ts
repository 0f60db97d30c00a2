import { describe, expect, test } from 'vitest';
import { INSIDE } from '../../core/inside/testing/fixtures.ts';
import { keepRun } from '../ablate/keptRun.ts';
import { keptSubject } from '../ablate/keptSubject.ts';
import { runInput } from '../run/runInput.ts';
import { startShipped } from '../testing/startShipped.ts';
import { sharpenedRun } from './sharpenedRun.ts';
import { softmax } from './testing/doubleRows.ts';
import { readNetwork } from './testing/network.ts';

const noTurn = async (): Promise<void> => {};
const N_HEADS = 8;
/** What may lie between scores of a run in single precision and those of the network. */
const ALLOWED = 2e-4;

const WAYS = [
  // Scores are products times 0.25 without any bias: without the scale they are four times as large.
  { how: { scaleOff: true }, times: 4 },
  { how: { tau: 2 }, times: 0.5 },
] as const;

describe.each(['bookworm-gpt', 'bookworm-bert'] as const)('%s', (id) => {
  test('what the model says with another softmax of one head is what an independent network says with it', async () => {
    const model = await startShipped(id);
    const network = readNetwork(id);
    const kind = model.info.isCausal ? 'decoder' : 'encoder';
    let most = 0;
    for (const { text, layer, head } of INSIDE.cases.filter((each) => each.model === id)) {
      const input = { kind: 'text', text, pair: null } as const;
      const kept = keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
      const subject = await keptSubject(model, kept, noTurn);
      const ids = kept.done.run.tokens.map((token) => token.id);
      const { scores } = network.run(ids).layers[layer]!.heads[head]!;
      for (const { how, times } of WAYS) {
        const keep = Array.from({ length: N_HEADS }, (_, at) => (at === head ? 0 : 1));
        const changed = scores.map((row) => softmax(row.map((score) => times * score)));
        const pattern = keep.map((one) => (one === 0 ? changed : changed.map((row) => row.map(() => 0))));
        const wanted = network.run(ids, [...Array.from({ length: layer }, () => null), { keep, pattern }]);
        const change = { kind, how, changed: [{ layer, site: layer, heads: [head] }] } as const;
        const said = await sharpenedRun(model, kept, subject, change, noTurn);
        for (let query = 0; query < ids.length; query++) {
          const row = wanted.logitsAt(query);
          for (const [token, score] of row.entries())
            most = Math.max(most, Math.abs(said.data[query * said.nVocab + token]! - score));
        }
      }
    }
    await model.session.release();
    expect(most).toBeLessThan(ALLOWED);
    // Not everything was left out.
    expect(most).toBeGreaterThan(0);
  }, 240_000);
});
