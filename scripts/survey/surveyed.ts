import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../src/core/errors.ts';
import type { AttentionTensor } from '../../src/core/tensor.ts';
import { readFromFiles } from '../../src/inference/sources/fromFiles.ts';
import { applyPlan } from '../../src/inference/run/layerPlan.ts';
import { packAttention } from '../../src/inference/run/pack.ts';
import { prepareModel } from '../../src/inference/run/prepare.ts';
import { startModel } from '../../src/inference/run/start.ts';
import { differencesFrom, familyRuns } from '../../src/inference/testing/families.ts';
import type { Family, FamilyRun } from '../../src/inference/testing/families.ts';
import { nodeRuntime } from '../../src/inference/testing/runtimes.ts';
import { verdictOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Opens the files of a folder and runs the case in its expected.json. */
export async function surveyed(folder: string): Promise<Verdict> {
  const { cases }: Pick<Family, 'cases'> = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  const files = readdirSync(folder)
    .filter((name) => name !== 'expected.json')
    .map((path) => ({ path, blob: new Blob([readFileSync(join(folder, path))]) }));
  const source = { from: 'files', id: 'family', name: 'Family', files } as const;
  try {
    const read = await readFromFiles(source, 'wasm', new AbortController().signal, () => {});
    const { model, exposed } = prepareModel(source, read);
    const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
    const started = await startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
    const [run] = familyRuns(cases, ['model.onnx']);
    if (run === undefined) throw new RangeError('no case');
    const { layers } = await started.session.run(run.feed);
    const { attention } = packAttention(applyPlan(started.plan, layers));
    await started.session.release();
    const differences = againstTruth(run.truth, attention);
    const nShown = attention.reduce((sum, { nLayers }) => sum + nLayers, 0);
    const why = [
      ...started.plan.notShown.map((one) => one.why),
      ...model.graphs.flatMap(({ notAttention }) => notAttention.map((one) => one.why)),
    ];
    return verdictOf({ differences, nTrue: run.truth.length, nShown, why });
  } catch (error) {
    if (error instanceof AppError) return { kind: 'refused', words: `${error.code}: ${error.detail}`.slice(0, 300) };
    throw error;
  }
}

type TrueMap = FamilyRun['truth'][number];

/** Each true layer against that of the same rank in its stack: layers without weights to show have numbers too, and the framework leaves them out. */
function againstTruth(truth: readonly TrueMap[], attention: readonly AttentionTensor[]): readonly number[] {
  const whole = truth.filter(({ dims }) => dims[0] === 1);
  const ranked = attention.map((one) => ({ ...one, layerNumbers: undefined }));
  const inWindows = truth.filter(({ dims }) => (dims[0] ?? 1) > 1);
  return [
    ...differencesFrom(whole, inWindows.length > 0 ? attention : ranked, undefined),
    ...inWindows.flatMap((map) => ofWindows(map, attention)),
  ];
}

/** Weights in windows against those over the picture, wherever they lie there: both in order of size, without zeros. */
function ofWindows(map: TrueMap, attention: readonly AttentionTensor[]): readonly number[] {
  for (const { nLayers, layerNumbers, nHeads, data } of attention) {
    const at = (layerNumbers ?? [...Array(nLayers).keys()]).indexOf(map.layer);
    if (at < 0 || nHeads !== map.dims[1]) continue;
    const n = data.length / nLayers;
    const shown = ordered(data.subarray(at * n, (at + 1) * n));
    const held = ordered(map.data);
    if (shown.length !== held.length) return [NaN];
    return [shown.reduce((most, value, i) => Math.max(most, Math.abs(value - (held[i] ?? NaN))), 0)];
  }
  return [];
}

function ordered(weights: Iterable<number>): Float32Array {
  return Float32Array.from(weights)
    .filter((weight) => weight > 1e-9)
    .toSorted();
}
