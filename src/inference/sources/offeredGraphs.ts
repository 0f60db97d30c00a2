import type { GraphFile } from './modelFiles.ts';
import { precisionIn, SUFFIXES } from './precisions.ts';
import type { Precision } from './precisions.ts';

/** A file that is there; `bytes` null where the host does not say. */
export type ListedFile = { readonly path: string; readonly bytes: number | null };

export type GraphPath = Pick<GraphFile, 'role' | 'path'>;

/** What is taken of a folder or repository. */
export type Chosen = { readonly graphs: readonly GraphPath[]; readonly precision: Precision | null };

/**
 * Graphs in the folder of the chosen ones, each once: as it was taken, else as names say it is best, in the precision that was taken where it
 * has that. What only goes on from a past, and what makes vectors for another, show nothing.
 */
export function offeredOf(all: readonly ListedFile[], { graphs, precision }: Chosen): readonly string[] {
  const shown = graphs.filter(({ role }) => role !== 'embedding');
  const main = shown[0]?.path ?? '';
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const best = new Map<string, { readonly path: string; readonly rank: number }>();
  for (const { path } of onnxOf(all)) {
    const name = path.slice(folder.length);
    if (!path.startsWith(folder) || name.includes('/')) continue;
    const isTaken = shown.some((graph) => graph.path === path);
    if (!isTaken && /with_past|^embed_tokens/.test(name)) continue;
    const stem = stemOf(name);
    const isAsPrecise = (precisionIn(path) ?? 'fp32') === (precision ?? 'fp32');
    const rank = 4 * Number(isTaken) + 2 * Number(!stem.endsWith(MERGED)) + Number(isAsPrecise);
    const graph = stem.replace(MERGED, '');
    if (rank > (best.get(graph)?.rank ?? -1)) best.set(graph, { path, rank });
  }
  return [...best.values()].map(({ path }) => path).toSorted();
}

/** What ends the name of a decoder that is the same model as the one without it, in branches. */
const MERGED = '_merged';

/** A file name without its precision and ".onnx". */
function stemOf(name: string): string {
  const stem = name.replace(/\.onnx$/i, '');
  const suffix = SUFFIXES.find(([each]) => each !== '' && stem.endsWith(each))?.[0] ?? '';
  return stem.slice(0, stem.length - suffix.length);
}

export function onnxOf(all: readonly ListedFile[]): readonly ListedFile[] {
  return all.filter(({ path }) => /\.onnx$/i.test(path));
}
