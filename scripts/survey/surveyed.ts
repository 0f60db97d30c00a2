import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../src/core/errors.ts';
import { isStage } from '../../src/core/tensor.ts';
import type { AttentionTensor } from '../../src/core/tensor.ts';
import { readFromFiles } from '../../src/inference/sources/fromFiles.ts';
import { applyPlan } from '../../src/inference/run/layerPlan.ts';
import { packAttention } from '../../src/inference/run/pack.ts';
import { prepareModel } from '../../src/inference/run/prepare.ts';
import { startModel } from '../../src/inference/run/start.ts';
import { familyRuns } from '../../src/inference/testing/families.ts';
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

/**
 * How far each true layer is from that layer on screen, of its stack and its size, which is nearest: frameworks number layers of pyramids and of mixed
 * models in their own ways, and two layers of random weights are nowhere near each other. Left out where none is of its size.
 */
function againstTruth(truth: readonly TrueMap[], attention: readonly AttentionTensor[]): readonly number[] {
  return truth.flatMap((map) => {
    const stacks = attention.filter(({ kind }) => kind === map.kind || (map.kind === 'encoder' && isStage(kind)));
    const layers = stacks.filter(({ nHeads }) => nHeads === map.dims[1]).flatMap(layersOf);
    const held = inWindows(map) ? ordered(map.data) : Float32Array.from(map.data);
    const distances = layers
      .map((layer) => (inWindows(map) ? ordered(layer) : layer))
      .filter(({ length }) => length === held.length)
      .map((layer) => layer.reduce((most, value, i) => Math.max(most, Math.abs(value - (held[i] ?? NaN))), 0));
    return distances.length === 0 ? [] : [Math.min(...distances)];
  });
}

function layersOf({ nLayers, data }: AttentionTensor): readonly Float32Array[] {
  const size = data.length / nLayers;
  return Array.from({ length: nLayers }, (_, at) => data.subarray(at * size, (at + 1) * size));
}

function inWindows({ dims }: TrueMap): boolean {
  return (dims[0] ?? 1) > 1;
}

/** Weights in windows and over the picture, wherever they lie: in order of size, without zeros. */
function ordered(weights: Iterable<number>): Float32Array {
  return Float32Array.from(weights)
    .filter((weight) => weight > 1e-9)
    .toSorted();
}
