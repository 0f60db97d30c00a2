import { describe, expect, test } from 'vitest';
import type { ModelInput } from '../../core/modelInputs.ts';
import { AppError } from '../../core/errors.ts';
import type { RunInput } from '../protocol.ts';
import { readFromFiles } from '../sources/fromFiles.ts';
import { differencesFrom, familyOf, familyRuns, stacksIn } from '../testing/families.ts';
import type { Family } from '../testing/families.ts';
import { familyRows } from '../testing/familyRows.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { applyPlan } from './layerPlan.ts';
import { packAttention } from './pack.ts';
import { prepareModel } from './prepare.ts';
import type { RunnableModel } from './runnable.ts';
import { runInput } from './runInput.ts';
import { startModel } from './start.ts';

/** A model opened as the page opens files. */
async function open({ files }: Family): Promise<RunnableModel & { readonly paths: readonly string[] }> {
  const source = { from: 'files', id: 'family', name: 'Family', files } as const;
  const read = await readFromFiles(source, 'wasm', new AbortController().signal, () => {});
  const { model, exposed } = prepareModel(source, read);
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  const started = await startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
  const paths = read.graphs.slice(0, model.graphs.length).map(({ path }) => path);
  return { ...started, prepared: model, paths };
}

/** A picture in which no two patches are alike. */
const SLOPE = Uint8ClampedArray.from({ length: 4 * 64 * 48 }, (_, i) =>
  i % 4 === 3 ? 255 : (37 * Math.floor(i / 4) + 85 * (i % 4)) % 256,
);

/** Three quarters of a second of a tone that rises: shorter and longer than what models of one length hear. */
const TONE = Float32Array.from({ length: 12_000 }, (_, i) => Math.sin(0.05 * i + 5e-6 * i * i));

/** What a person might give. */
const GIVEN: { readonly [Kind in ModelInput]?: Extract<RunInput, { kind: Kind }> } = {
  ids: { kind: 'ids', ids: [3, 1, 4, 1, 5] },
  'text-to-text': { kind: 'text-to-text', source: '3 1 4 1 5', target: '7 8' },
  image: { kind: 'image', name: 'slope.png', width: 64, height: 48, pixels: SLOPE },
  'image-text': { kind: 'image-text', name: 'slope.png', width: 64, height: 48, pixels: SLOPE, text: '3 1 4 1 5' },
  sound: { kind: 'sound', name: 'tone.wav', rate: 16_000, samples: TONE },
  'sound-to-text': { kind: 'sound-to-text', name: 'tone.wav', rate: 16_000, samples: TONE, target: '7 8' },
  nothing: { kind: 'nothing' },
};

const ROWS = familyRows();
const HERE = ROWS.flatMap((row) => {
  const family = familyOf(row);
  return family ? [{ title: [row.family, row.file ?? []].flat().join(', '), row, family }] : [];
});

describe('every family that is known', () => {
  test.skipIf(HERE.length < ROWS.length)('is there (skipped without ../shared/fixtures/zoo-c)', () => {
    expect(HERE).toHaveLength(ROWS.length);
  });

  test.each(HERE.filter(({ row }) => row.refused === undefined))('$title: right', async ({ row, family }) => {
    const model = await open(family);
    const { info, plan, paths, session, notices } = model;
    const runs = familyRuns(family.cases, paths);
    expect(runs).toHaveLength(row.nCases ?? NaN);
    expect(runs.filter(({ truth }) => truth.length === 0)).toEqual([]);
    expect([info.takes, info.precision]).toEqual([row.takes, row.precision]);
    // None of these came with a tokenizer: what reads text reads ids, and says so once.
    const isRead = !['image', 'sound', 'nothing'].includes(info.takes);
    expect(notices.filter(({ code }) => code === 'ids-typed')).toHaveLength(isRead ? 1 : 0);
    // Each config.json is of its model, but for those that stand in for none: it is never held against what it does not speak of.
    const differs = notices.filter(({ code }) => code === 'heads-differ-from-config');
    expect(row.set === 'zoo' ? [] : differs).toEqual([]);
    for (const { feed, truth } of runs) {
      const { attention } = packAttention(applyPlan(plan, (await session.run(feed)).layers));
      expect(stacksIn(attention)).toEqual(row.shown);
      const differences = differencesFrom(truth, attention, row.windows);
      const nShown = attention.reduce((sum, { nLayers }) => sum + nLayers, 0);
      // What a pooling head looks at is shown and stands in no list.
      expect(differences).toHaveLength(Math.min(nShown, truth.length));
      // False for NaN too.
      expect(differences.every((most) => most < (row.tolerance ?? 2e-6))).toBe(true);
      expect(nShown < truth.length).toBe(row.lacks !== undefined);
    }
    const input = GIVEN[info.takes];
    if (input === undefined) throw new RangeError(`no input of the kind ${info.takes}`);
    const { run } = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
    expect(stacksIn(run.attention)).toEqual(row.shown);
    await session.release();
  });

  test.each(HERE.filter(({ row }) => row.refused !== undefined))(
    '$title: refused, in words',
    async ({ row, family }) => {
      const error = await open(family).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({
        code: row.refused?.code,
        detail: expect.stringContaining(row.refused?.words ?? ''),
      });
    },
  );
});
