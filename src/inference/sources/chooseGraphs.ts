import type { GraphFile } from '../modelFiles.ts';
import type { BackendWish, WeightsWish } from '../protocol.ts';
import { orderOfPrecisions, precisionIn, SUFFIXES } from './precisions.ts';
import type { Precision } from './precisions.ts';

/** A file that is there; `bytes` null where the host does not say. */
export type ListedFile = { readonly path: string; readonly bytes: number | null };

/** Files to choose from. */
export type FileList = {
  /** Everything there is, or null where the host cannot list and must be asked for each name. */
  readonly all: readonly ListedFile[] | null;
  find(path: string): Promise<ListedFile | null>;
};

export type GraphPath = Pick<GraphFile, 'role' | 'path'>;

export type GraphChoice = { readonly graphs: readonly GraphPath[]; readonly precision: Precision | null };

type Part = readonly [role: GraphFile['role'], stem: string];

type Offer = { readonly precision: Precision; readonly graphs: readonly GraphPath[]; readonly bytes: number | null };

/**
 * How exporters name the parts of a model, the best first. A merged decoder hides its attention in branches, so it is
 * the second choice; an encoder or a tower of a pair comes last, where nothing whole is there.
 */
const LAYOUTS: readonly (readonly Part[])[] = [
  [['whole', 'model']],
  [
    ['encoder', 'encoder_model'],
    ['decoder', 'decoder_model'],
  ],
  [
    ['encoder', 'encoder_model'],
    ['decoder', 'decoder_model_merged'],
  ],
  [['whole', 'decoder_model']],
  [['whole', 'decoder_model_merged']],
  [['whole', 'encoder_model']],
  [['whole', 'text_model']],
  [['whole', 'vision_model']],
];

/**
 * Which ONNX files to take: the first folder and layout that is there, in the best precision it offers; else, of other
 * names, the largest. Null where there is no ONNX file, or none under a known name and the host cannot list.
 */
export async function chooseGraphs(
  files: FileList,
  wish: WeightsWish,
  backend: BackendWish,
): Promise<GraphChoice | null> {
  for (const folder of files.all ? foldersOf(files.all) : ['onnx/', '']) {
    for (const layout of LAYOUTS) {
      const offers = await offersOf(files, folder, layout);
      const best = bestOf(offers, wish, backend);
      if (best) return { graphs: best.graphs, precision: best.precision };
    }
  }
  return files.all ? largest(files.all) : null;
}

/** Folders with ONNX files: those named onnx first, then the outermost. */
function foldersOf(all: readonly ListedFile[]): readonly string[] {
  const folders = new Set(onnxOf(all).map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)));
  const rank = (folder: string) => (/(^|\/)onnx\/$/.test(folder) ? 0 : folder.split('/').length);
  return [...folders].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** What a layout offers in a folder: for each precision the first name that is there for all parts. */
async function offersOf(files: FileList, folder: string, layout: readonly Part[]): Promise<readonly Offer[]> {
  const offers = await Promise.all(
    SUFFIXES.map(async ([suffix, precision]): Promise<Offer | null> => {
      const graphs = layout.map(([role, stem]): GraphPath => ({ role, path: `${folder}${stem}${suffix}.onnx` }));
      const found = await Promise.all(graphs.map(({ path }) => files.find(path)));
      return found.every((file) => file !== null) ? { precision, graphs, bytes: sum(found) } : null;
    }),
  );
  const there = offers.filter((offer) => offer !== null);
  const exact = there.find(({ precision }) => precision === 'fp32');
  if (!exact) return there;
  const data = await Promise.all(exact.graphs.map(({ path }) => dataOf(files, path)));
  return there.map((offer) => (offer === exact ? { ...offer, bytes: sum([exact, ...data.flat()]) } : offer));
}

function bestOf(offers: readonly Offer[], wish: WeightsWish, backend: BackendWish): Offer | undefined {
  const fp32Bytes = offers.find(({ precision }) => precision === 'fp32')?.bytes ?? null;
  return orderOfPrecisions(wish, backend, fp32Bytes)
    .map((wanted) => offers.find(({ precision }) => precision === wanted))
    .find((offer) => offer !== undefined);
}

/** External data of an ONNX file by its usual names; exact names are known only when the file is read. */
export async function dataOf(files: FileList, path: string): Promise<readonly ListedFile[]> {
  if (files.all) return files.all.filter((file) => isDataOf(file.path, path));
  const found = await Promise.all([`${path}_data`, `${path}.data`].map((name) => files.find(name)));
  return found.filter((file) => file !== null);
}

/** "model.onnx_data", "model.onnx_data_1", "model.onnx.data", "model.data" */
function isDataOf(path: string, onnxPath: string): boolean {
  return (
    path === onnxPath.replace(/\.onnx$/, '.data') ||
    (path.startsWith(onnxPath) && /^[._-]?data([._-]?\d+)?$/.test(path.slice(onnxPath.length)))
  );
}

function largest(all: readonly ListedFile[]): GraphChoice | null {
  const withData = onnxOf(all).map(({ path, bytes }) => ({
    path,
    bytes: (bytes ?? 0) + (sum(all.filter((file) => isDataOf(file.path, path))) ?? 0),
  }));
  const best = withData.toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))[0];
  return best ? { graphs: [{ role: 'whole', path: best.path }], precision: precisionIn(best.path) } : null;
}

function onnxOf(all: readonly ListedFile[]): readonly ListedFile[] {
  return all.filter(({ path }) => /\.onnx$/i.test(path));
}

/** Null where a size is unknown. */
function sum(files: readonly { readonly bytes: number | null }[]): number | null {
  return files.reduce<number | null>(
    (total, { bytes }) => (total === null || bytes === null ? null : total + bytes),
    0,
  );
}
