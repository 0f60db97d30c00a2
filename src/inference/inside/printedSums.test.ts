import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { printedSum } from '../../core/inside/printed.ts';
import { headInside, pairInside, rowInside } from '../../core/inside/road.ts';
import { patternOf } from '../../core/tensor.ts';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import { startShipped } from '../testing/startShipped.ts';
import { readLayer } from './readLayer.ts';

const N_SENTENCES = 20;
const HEADS = [0, 2, 5, 7];

const SENTENCES = readFileSync(
  fileURLToPath(new URL('../../../models/reference-sentences.txt', import.meta.url)),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '');

const unitsOf = (text: string): bigint => BigInt(text.replace('−', '-').replace('.', ''));

test('the products of every cell of four heads add up in print, in twenty sentences', async () => {
  const model = await startShipped('bookworm-gpt');
  let nCells = 0;
  const wrong: string[] = [];
  for (const [at, text] of SENTENCES.slice(0, N_SENTENCES).entries()) {
    const input = { kind: 'text', text, pair: null } as const;
    const done = await runInput(model, { type: 'run', runId: at + 1, input }, new AbortController().signal);
    const layer = await readLayer(model, keepRun(done), 'decoder', at % 4, async () => {});
    const tensor = done.run.attention[0]!;
    for (const head of HEADS) {
      const own = headInside(layer, head);
      const pattern = patternOf(tensor, { layer: at % 4, head });
      for (let query = 0; query < layer.nQueries; query++) {
        const weights = pattern.subarray(query * layer.nKeys, (query + 1) * layer.nKeys);
        const row = rowInside(own, { query, weights, isCausal: true });
        for (let key = 0; key <= query; key++) {
          const pair = pairInside(own, row, key)!;
          nCells++;
          for (const parts of [pair.products, pair.lifts]) {
            const { parts: texts, total } = printedSum(parts, 2);
            const sum = texts.reduce((all, one) => all + unitsOf(one), 0n);
            if (sum !== unitsOf(total))
              wrong.push(`${text} L${at % 4}H${head} [${query}, ${key}]: ${texts.join(' ')} is not ${total}`);
          }
          // What stands there as the sum is the raw product of the row.
          const { total } = printedSum(pair.products, 2);
          const apart = Math.abs(Number(total.replace('−', '-')) - row.raw![key]!);
          if (apart > 0.005 + 1e-9) wrong.push(`${text} [${query}, ${key}]: ${total} is not ${row.raw![key]}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(nCells).toBeGreaterThan(4000);
  await model.session.release();
});
