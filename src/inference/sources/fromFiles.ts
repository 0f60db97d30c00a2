import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import { BytesOnDisk, unread } from '../runtime/bytesOnDisk.ts';
import type { ReadNow } from '../runtime/bytesOnDisk.ts';
import { growingBuffer } from './growingBuffer.ts';
import type { ModelFiles, OnProgress } from './modelFiles.ts';
import type { BackendWish, FilesSource } from '../protocol.ts';
import { assemble, JSON_FILES, jsonsOf } from './assemble.ts';
import type { Plan } from './assemble.ts';
import { chooseGraphs, dataOf, listOf } from './chooseGraphs.ts';
import { besideGraph } from './externalData.ts';
import { createMeter } from './meter.ts';
import { precisionIn } from './precisions.ts';
import { refuseTooLarge } from './roomFor.ts';

/**
 * The files of a model out of what a person opened: loose files, a folder, or several.
 * Of several ONNX files those are taken that a repository would offer first (model.onnx, or encoder and decoder), else
 * the largest; JSON is taken from the folder nearest to them. Weights beside a graph stay on disk where `readNow` reads parts of them.
 * Throws AppError 'bad-input' (no ONNX file, weights of it not among the files, unreadable file or JSON),
 * 'unsupported-graph', 'too-large' or 'out-of-memory'.
 */
export async function readFromFiles(
  source: FilesSource,
  backend: BackendWish,
  signal: AbortSignal,
  onProgress: OnProgress,
  readNow?: ReadNow,
): Promise<ModelFiles> {
  const blobs = new Map(source.files.map(({ path, blob }) => [path, blob]));
  const list = listOf([...blobs].map(([path, blob]) => ({ path, bytes: blob.size })));
  const byName = groupByName([...blobs.keys()]);
  const plan = await planOf(list, byName, backend, source.graph);
  const data = await Promise.all(plan.graphs.map(({ path }) => dataOf(list, path)));
  const wanted = [
    ...plan.graphs.map(({ path }) => path),
    ...plan.jsons.map(({ path }) => path),
    ...data.flat().map(({ path }) => path),
  ];
  const sizes = new Map(wanted.map((path) => [path, blobs.get(path)?.size ?? 0]));
  refuseTooLarge(plan, sizes, backend);
  const meter = createMeter(sizes, onProgress);
  return assemble(plan, {
    brokenJson: 'bad-input',
    async read(path) {
      return bytesOf(path, blobs.get(path), signal, (loaded, total) => meter(path, loaded, total));
    },
    ...(readNow && {
      async readData(path) {
        const weights = await onDisk(path, blobs.get(path), readNow, signal);
        meter(path, weights.length, weights.length);
        return weights;
      },
    }),
    locate: async (graphPath, location) => locate(graphPath, location, blobs, byName),
  });
}

type PathsByName = ReadonlyMap<string, readonly string[]>;

/** Paths by the name at their end. */
function groupByName(paths: readonly string[]): PathsByName {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = nameOf(path);
    const others = byName.get(name);
    if (others) others.push(path);
    else byName.set(name, [path]);
  }
  return byName;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function planOf(
  list: ReturnType<typeof listOf>,
  byName: PathsByName,
  backend: BackendWish,
  graph: string | undefined,
): Promise<Plan> {
  const choice = await chooseGraphs(list, 'auto', backend, graph);
  const main = choice?.graphs[0];
  if (!choice || !main) {
    const paths = list.all.slice(0, 8).map(({ path }) => path);
    const seen = paths.length === 0 ? 'there are no files' : `there are only ${paths.join(', ')}`;
    throw new AppError('bad-input', `a model needs a file that ends in .onnx; ${seen}`);
  }
  return {
    graphs: choice.graphs,
    offered: choice.offered,
    // On a hub a plain name says fp32; of a file from anywhere it says nothing.
    precision: precisionIn(main.path),
    jsons: jsonsOf((name) => nearest(byName.get(JSON_FILES[name]) ?? [], main.path), false),
  };
}

/** Of several files the one with the longest way in common with the model, then the outermost, then by the alphabet. */
function nearest(paths: readonly string[], modelPath: string): string | null {
  const model = modelPath.split('/');
  let best: { readonly path: string; readonly nInCommon: number; readonly depth: number } | null = null;
  for (const path of paths) {
    const folders = path.split('/').slice(0, -1);
    const differs = folders.findIndex((folder, i) => folder !== model[i]);
    const nInCommon = differs < 0 ? folders.length : differs;
    const depth = folders.length;
    const order = best && (best.nInCommon - nInCommon || depth - best.depth || (path < best.path ? -1 : 1));
    if (order === null || order < 0) best = { path, nInCommon, depth };
  }
  return best?.path ?? null;
}

/** The opened file that a graph keeps weights in. Throws AppError 'file-missing'. */
export function locateFile(graphPath: string, location: string, files: ReadonlyMap<string, unknown>): string {
  return locate(graphPath, location, files, groupByName([...files.keys()]));
}

/** External data by its path from the model, or, since picked files lose their folders, by its name alone. */
function locate(
  graphPath: string,
  location: string,
  paths: Pick<ReadonlyMap<string, unknown>, 'has'>,
  byName: PathsByName,
): string {
  const wanted = besideGraph(graphPath, location);
  const path = paths.has(wanted) ? wanted : nearest(byName.get(nameOf(wanted)) ?? [], graphPath);
  if (path === null) {
    throw new AppError(
      'file-missing',
      `${graphPath} keeps weights in ${quote(location)}: open that file together with it`,
    );
  }
  return path;
}

/** As many bytes as are read at a time, beside the one copy that is kept. */
const SLICE_BYTES = 1 << 24;

async function bytesOf(
  path: string,
  blob: Blob | undefined,
  signal: AbortSignal,
  onBytes: (loaded: number, total: number) => void,
): Promise<Uint8Array> {
  const found = thereOr(path, blob);
  const buffer = growingBuffer();
  try {
    buffer.reserve(found.size);
    for (let start = 0; start < found.size; start += SLICE_BYTES) {
      const slice = await found.slice(start, start + SLICE_BYTES).arrayBuffer();
      signal.throwIfAborted();
      buffer.append(new Uint8Array(slice));
      onBytes(buffer.length, found.size);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw unread(path, error);
  }
  return buffer.take();
}

/** Its first byte is read, so that a file that cannot be is told of before the model in use is given up. */
async function onDisk(
  path: string,
  blob: Blob | undefined,
  readNow: ReadNow,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const found = thereOr(path, blob);
  try {
    await found.slice(0, 1).arrayBuffer();
  } catch (error) {
    throw unread(path, error);
  }
  signal.throwIfAborted();
  return new BytesOnDisk(path, found, readNow);
}

/** Throws AppError 'bad-input'. */
function thereOr(path: string, blob: Blob | undefined): Blob {
  if (!blob) throw new AppError('bad-input', `${path} is not among the files`);
  return blob;
}
