import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { randomStream } from '../src/core/random.ts';
import { openSession } from '../src/inference/runtime/session.ts';
import type { GraphSession } from '../src/inference/runtime/session.ts';
import { exposeAttention } from '../src/inference/surgery/expose.ts';
import { namesIn } from '../src/inference/surgery/inside/exposeInside.ts';
import { readGraph } from '../src/inference/surgery/readGraph.ts';
import type { Exposure } from '../src/inference/surgery/readGraph.ts';
import { nodeRuntime } from '../src/inference/testing/runtimes.ts';
import { ms, table } from './stats.ts';

const FILE = resolve(import.meta.dirname, '../models/bookworm-gpt/onnx/model.onnx');
const N_VOCAB = 4096;

/**
 * One run of bookworm-gpt, in Node on WASM with one thread: without the outputs that show the inside of layers, with them declared, and
 * with those of one layer fetched besides. One after the other in turn, the fastest of all: other programs only add.
 */
export async function timeInsideRuns(sizes: readonly number[], repeats: number) {
  const [without, declared] = [await open('masks'), await open('inside')];
  const [site] = declared.facts.sites;
  if (site?.inside === null || site === undefined) throw new RangeError('nothing is told of the first layer');
  const names = namesIn(site.inside);
  const rows: string[][] = [];
  let ratioAt64 = Number.NaN;
  for (const nTokens of sizes) {
    const random = randomStream(nTokens);
    const ids = Array.from({ length: nTokens }, () => Math.floor(random() * N_VOCAB));
    const values = { tokens: { ids, typeIds: ids.map(() => 0) } };
    const times = { without: Infinity, declared: Infinity, fetched: Infinity };
    for (let repeat = -3; repeat < repeats; repeat++) {
      const [first, second] = [
        (await without.session.run(values)).forwardMs,
        (await declared.session.run(values)).forwardMs,
      ];
      const start = performance.now();
      await declared.session.tensors(values, names);
      const third = performance.now() - start;
      if (repeat < 0) continue;
      times.without = Math.min(times.without, first);
      times.declared = Math.min(times.declared, second);
      times.fetched = Math.min(times.fetched, third);
    }
    const ratio = times.declared / times.without;
    if (nTokens === 64) ratioAt64 = ratio;
    rows.push([String(nTokens), ms(times.without), ms(times.declared), ratio.toFixed(2), ms(times.fetched)]);
  }
  await without.session.release();
  await declared.session.release();
  const found = table(['tokens', 'without', 'declared', 'ratio', 'one layer fetched'], rows);
  return { table: found, ratio: ratioAt64, repeats };
}

async function open(exposure: Exposure) {
  const bytes = new Uint8Array(readFileSync(FILE));
  const facts = readGraph(bytes, exposure);
  const graph = { facts, bytes: exposeAttention(bytes, facts).model, externalData: [] };
  const session: GraphSession = await openSession(nodeRuntime, graph, 'wasm', N_VOCAB);
  return { facts, session };
}
