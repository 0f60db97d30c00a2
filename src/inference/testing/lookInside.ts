import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InsideLayer, Stage } from '../../core/inside/layer.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { readLayer } from '../inside/readLayer.ts';
import { prepareModel } from '../run/prepare.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startModel } from '../run/start.ts';
import type { GraphFile, ModelFiles } from '../sources/modelFiles.ts';
import { nodeRuntime } from './runtimes.ts';
import { keepWordlessRun } from './wordlessRun.ts';
import { ZOO_SOURCE, zooFiles } from './zooModels.ts';

const PUBLIC = new URL('../../../../shared/fixtures/', import.meta.url);

/** A model that was started and has run once, and the layers that it shows. */
export type Looked = {
  readonly model: RunnableModel;
  readonly kept: KeptRun;
  readonly layers: readonly { readonly kind: AttentionKind; readonly layer: number }[];
};

/** A graph that was made on the spot, with its config.json, as the files of a model without a tokenizer. */
export function filesOf(onnx: Uint8Array, config: object = {}): ModelFiles {
  return {
    config,
    tokenizer: null,
    tokenizerConfig: null,
    preprocessorConfig: null,
    generationConfig: null,
    graphs: [{ role: 'whole', path: 'model.onnx', onnx, externalData: [] }],
    precision: null,
    sizes: [],
  };
}

/** The files of a graph: one of our zoo, or a public one from beside the checkout; null where that is not there. */
export function graphFiles(graph: string): ModelFiles | null {
  const [set, name = ''] = graph.split('/');
  if (set === 'zoo') return zooFiles(name);
  const path = fileURLToPath(new URL(graph, PUBLIC));
  return existsSync(path) ? filesBeside(path) : null;
}

function filesBeside(path: string): ModelFiles {
  const beside = (file: string): string => path.replace(/[^/]+$/, file);
  const json = (file: string): unknown =>
    existsSync(beside(file)) ? JSON.parse(readFileSync(beside(file), 'utf8')) : null;
  const graph = (role: GraphFile['role'], at: string): GraphFile => ({
    role,
    path: at,
    onnx: new Uint8Array(readFileSync(at)),
    externalData: [],
  });
  const isHalfOfPair = path.endsWith('/decoder_model.onnx');
  return {
    ...filesOf(new Uint8Array(), json('config.json') ?? {}),
    preprocessorConfig: json('preprocessor_config.json'),
    graphs: isHalfOfPair
      ? [graph('encoder', beside('encoder_model.onnx')), graph('decoder', path)]
      : [graph('whole', path)],
  };
}

/** Starts a model and runs the input that starts any model. */
export async function startGraph(files: ModelFiles): Promise<Looked> {
  const { model, exposed } = prepareModel(ZOO_SOURCE, files);
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  const started = await startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
  const runnable = { ...started, prepared: model };
  const kept = await keepWordlessRun(runnable);
  const places = started.plan.places.flatMap((place) => place ?? []);
  const layers = places.map(({ kind }, at) => ({
    kind,
    layer: places.slice(0, at).filter((before) => before.kind === kind).length,
  }));
  return { model: runnable, kept, layers };
}

/** The inside of one of its layers. */
export function lookAt({ model, kept }: Looked, { kind, layer }: Looked['layers'][number]): Promise<InsideLayer> {
  return readLayer(model, kept, kind, layer, async () => {});
}

/** The numbers of a step that must be there. */
export function numbersIn(stage: Stage): Float32Array {
  if (stage.from === 'nowhere') throw new Error(`${stage.why}: ${stage.detail}`);
  return stage.data;
}
