import { expect, test } from 'vitest';
import { readFromFiles } from '../sources/fromFiles.ts';
import { readModel } from '../surgery/model.ts';
import { familyOf, familyRuns } from '../testing/families.ts';
import type { Family } from '../testing/families.ts';
import { familyRows } from '../testing/familyRows.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { prepareModel } from '../run/prepare.ts';
import { startModel } from '../run/start.ts';

const N_HEADS = 3;
const sam = familyOf(familyRows().find(({ family }) => family === 'sam')!)!;
const { feed } = familyRuns(sam.cases, ['model.onnx'])[0]!;

async function open(files: Family['files']) {
  const source = { from: 'files', id: 'sam', name: 'sam', files } as const;
  const read = await readFromFiles(source, 'wasm', new AbortController().signal, () => {});
  const { model, exposed } = prepareModel(source, read);
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  return startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
}

/** The files of the model with the rows that a head of layer 0 has in its output projection zero, as if it had never been connected. */
async function unconnected(head: number): Promise<Family['files']> {
  const changed = sam.files.map(async ({ path, blob }) => {
    if (path !== 'model.onnx') return { path, blob };
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const { nodes, initializers } = readModel(bytes).graph;
    const sum = nodes.find(({ inputs }) => inputs.some((input) => input.endsWith('layers.0.attn.proj.bias')))!;
    const product = nodes.find(({ opType, outputs }) => opType === 'MatMul' && sum.inputs.includes(outputs[0] ?? ''))!;
    const { data } = initializers.get(product.inputs[1]!)!;
    const size = data!.length / N_HEADS;
    data!.fill(0, head * size, (head + 1) * size);
    return { path, blob: new Blob([bytes]) };
  });
  return Promise.all(changed);
}

test.each([0, 2])(
  'head %i of a layer whose windows and heads lie in one axis is switched off in every window',
  async (head) => {
    const model = await open(sam.files);
    expect(model.session.support[0]).toMatchObject({ canScale: true, canReplacePattern: false });
    const scale = Float32Array.from({ length: N_HEADS }, (_, at) => (at === head ? 0 : 1));
    const whole = await model.session.run(feed);
    const off = await model.session.run(feed, [{ scale, pattern: null, context: null }, null]);
    const other = await open(await unconnected(head));
    const truth = await other.session.run(feed);
    // The layer behind sees what became of it; its own weights stay.
    const [shown, held, plain] = [off, truth, whole].map(({ layers }) => layers.map(({ data }) => Array.from(data)));
    expect(shown![0]).toEqual(plain![0]);
    expect(shown![1]).toEqual(held![1]);
    expect(shown![1]).not.toEqual(plain![1]);
    await Promise.all([model, other].map(({ session }) => session.release()));
  },
  120_000,
);
