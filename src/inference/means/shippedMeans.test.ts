import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { saidIn, subjectOf } from '../ablate/subject.ts';
import type { Fetch } from '../sources/fetch.ts';
import { runInput } from '../run/runInput.ts';
import { fileFetch, modelFile } from '../testing/shippedModels.ts';
import { startShipped } from '../testing/startShipped.ts';
import { createMeansStore } from './meansStore.ts';

const SENTENCES = fileURLToPath(new URL('../../../models/reference-sentences.txt', import.meta.url));

/** Rounding of two runtimes; outputs of heads are of the order of 1. */
const TOLERANCE = 1e-4;

const nothing: Fetch = async () => new Response('', { status: 404 });

describe.skipIf(!existsSync(SENTENCES))('the means that ship with', () => {
  test.each(['bookworm-gpt', 'bookworm-bert'] as const)(
    '%s are those of its heads over the reference sentences, as worked out here',
    async (id) => {
      expect(modelFile(id, 'head_means.safetensors').length).toBeGreaterThan(4096);
      const model = await startShipped(id);
      const { signal } = new AbortController();
      const input = { kind: 'text', text: 'He ran.', pair: null } as const;
      const done = await runInput(model, { type: 'run', runId: 1, input }, signal);
      const subject = subjectOf(done, saidIn(done.pass));
      const meansBy = (fetch: Fetch, text: string) =>
        createMeansStore({ fetch, readSentences: async () => text }, Infinity).meansFor(
          model,
          subject,
          signal,
          async () => {},
        );
      const shipped = await meansBy(fileFetch, '');
      const computed = await meansBy(nothing, readFileSync(SENTENCES, 'utf8'));
      for (const part of ['first', 'rest'] as const) {
        for (const [layer, site] of computed.sites.entries()) {
          const other = shipped.sites[layer]![part];
          expect(other.length).toBe(8 * 16);
          const worst = site![part].reduce((most, value, i) => Math.max(most, Math.abs(value - other[i]!)), 0);
          expect(worst).toBeLessThan(TOLERANCE);
        }
      }
      await model.session.release();
    },
  );
});
