import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { nextTokenEffect } from './effects.ts';
import type { Headlight } from './headlight.ts';
import type { RunFile } from './runFile.ts';

export const N_VOCAB = 4096;

/** What the effect is by this spec's own arithmetic on the exported scores. */
export function effectIn(run: RunFile) {
  if (run.ablated === null) throw new Error('nothing is switched off in this file');
  const scores = (data: Float32Array) => ({ nVocab: N_VOCAB, data });
  return nextTokenEffect(run.json.tokens, scores(run.logits), scores(run.ablated.logits));
}

/** One of the numbers beside the strip, by its name. */
export async function number(page: Page, name: string): Promise<string> {
  const value = page
    .getByRole('region', { name: 'Effect' })
    .locator('dl > div')
    .filter({ hasText: name })
    .locator('dd');
  return (await value.innerText()).replaceAll('−', '-').replaceAll('\u00a0', ' ');
}

export async function expectNumbers(app: Headlight, page: Page): Promise<ReturnType<typeof effectIn>> {
  const run = await app.export();
  const own = effectIn(run);
  const loss = await number(page, 'loss');
  // As many decimals as show the change.
  const digits = /\.(\d+) →/.exec(loss)?.[1]?.length;
  expect(loss).toContain(`${own.lossBefore.toFixed(digits)} → ${own.lossAfter.toFixed(digits)}`);
  const perplexities = (await number(page, 'perplexity')).split(' → ').map(Number);
  expect(perplexities[0]).toBeCloseTo(Math.exp(own.lossBefore), 0);
  expect(perplexities[1]).toBeCloseTo(Math.exp(own.lossAfter), 0);
  expect(await number(page, 'changed predictions')).toBe(`${own.nFlips} of ${own.nPositions}`);
  expect(await number(page, 'largest KL')).toContain(`(${own.worst})`);
  const summary = run.json.ablation!.effect!.summary;
  expect(summary.meanKl).toBeCloseTo(own.meanKl, 6);
  expect(summary.maxKl).toBeCloseTo(own.maxKl, 5);
  expect(summary.lossAfter).toBeCloseTo(own.lossAfter, 5);
  return own;
}
