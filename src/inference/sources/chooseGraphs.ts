import type { GraphFile } from './modelFiles.ts';
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

/** All files of a place that can list them. Each is looked up at once, however many there are. */
export function listOf(all: readonly ListedFile[]): FileList & { readonly all: readonly ListedFile[] } {
  const byPath = new Map(all.map((file) => [file.path, file]));
  return { all, find: async (path) => byPath.get(path) ?? null };
}

export type GraphPath = Pick<GraphFile, 'role' | 'path'>;

type GraphChoice = {
  readonly graphs: readonly GraphPath[];
  readonly precision: Precision | null;
  /** One path for each graph of the folder, whatever its precisions; empty where the host cannot list. */
  readonly offered: readonly string[];
};

type Chosen = Omit<GraphChoice, 'offered'>;

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
  // A model that also looks at pictures reads vectors, and those of tokens come out of a file of their own.
  [
    ['embedding', 'embed_tokens'],
    ['whole', 'decoder_model'],
  ],
  [
    ['embedding', 'embed_tokens'],
    ['whole', 'decoder_model_merged'],
  ],
  [['whole', 'decoder_model']],
  [['whole', 'decoder_model_merged']],
  [['whole', 'encoder_model']],
  [['whole', 'text_model']],
  [['whole', 'vision_model']],
  [['whole', 'embed_tokens']],
];

/** Every file name that a layout asks for; each is a layout of its own too, so that a folder with one has an offer. */
const KNOWN_NAMES: ReadonlySet<string> = new Set(
  LAYOUTS.flat().flatMap(([, stem]) => SUFFIXES.map(([suffix]) => `${stem}${suffix}.onnx`)),
);

/**
 * Which ONNX files to take: the first folder and layout that is there, in the best precision it offers; else, of other
 * names, the largest. Null where there is no ONNX file, or none under a known name and the host cannot list.
 */
export async function chooseGraphs(
  files: FileList,
  wish: WeightsWish,
  backend: BackendWish,
  graph?: string,
): Promise<GraphChoice | null> {
  const own = graph !== undefined && (await files.find(graph));
  const chosen: Chosen | null = own
    ? { graphs: await withVectors(files, own.path), precision: precisionIn(own.path) ?? 'fp32' }
    : await chooseByName(files, wish, backend);
  return chosen && { ...chosen, offered: offeredOf(files.all ?? [], chosen) };
}

/** A decoder that was chosen by hand keeps the file of vectors beside it; any other graph stands alone. */
async function withVectors(files: FileList, path: string): Promise<readonly GraphPath[]> {
  const whole: GraphPath = { role: 'whole', path };
  const [, folder = '', suffix = ''] = /^(.*\/|)decoder_model(?:_merged)?(_\w+|)\.onnx$/.exec(path) ?? [];
  if (!path.startsWith(`${folder}decoder_model`)) return [whole];
  const file = await vectorsFile(files, folder, suffix);
  return file ? [{ role: 'embedding', path: file.path }, whole] : [whole];
}

/** The file of vectors is a table, often kept in another precision: that of its model if there is one, else the first. */
function vectorsFile(files: FileList, folder: string, suffix: string): Promise<ListedFile | null> {
  const suffixes = [suffix, ...SUFFIXES.map(([other]) => other)];
  return firstOf(
    files,
    suffixes.map((each) => `${folder}embed_tokens${each}.onnx`),
  );
}

async function chooseByName(files: FileList, wish: WeightsWish, backend: BackendWish): Promise<Chosen | null> {
  for (const folder of files.all ? folderOf(files.all) : ['onnx/', '']) {
    for (const layout of LAYOUTS) {
      const offers = await offersOf(files, folder, layout);
      const best = bestOf(offers, wish, backend);
      if (best) return { graphs: best.graphs, precision: best.precision };
    }
  }
  return files.all ? largest(files.all) : null;
}

/** The folder to look in: of those with a known name one that is called onnx, then the outermost; or none. */
function folderOf(all: readonly ListedFile[]): readonly string[] {
  let [best, least]: [string | null, number] = [null, Infinity];
  for (const { path } of all) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (!KNOWN_NAMES.has(path.slice(folder.length))) continue;
    const rank = /(^|\/)onnx\/$/.test(folder) ? 0 : folder.split('/').length;
    if (rank < least || (rank === least && best !== null && folder < best)) [best, least] = [folder, rank];
  }
  return best === null ? [] : [best];
}

/** What a layout offers in a folder: for each precision the first name that is there for all parts. */
async function offersOf(files: FileList, folder: string, layout: readonly Part[]): Promise<readonly Offer[]> {
  const [parts, vectors] = [
    layout.filter(([role]) => role !== 'embedding'),
    layout.filter(([role]) => role === 'embedding'),
  ];
  const offers = await Promise.all(
    SUFFIXES.map(async ([suffix, precision]): Promise<Offer | null> => {
      const paths = parts.map(([, stem]) => `${folder}${stem}${suffix}.onnx`);
      const found = await Promise.all(paths.map((path) => files.find(path)));
      if (!found.every((file) => file !== null)) return null;
      // Asked for only beside what reads vectors: a host that cannot list is asked name by name.
      const table = vectors.length > 0 ? await vectorsFile(files, folder, suffix) : null;
      if (vectors.length > 0 && table === null) return null;
      const graphs = [
        ...(table ? [{ role: 'embedding', path: table.path } as const] : []),
        ...parts.map(([role], at): GraphPath => ({ role, path: paths[at] ?? '' })),
      ];
      return { precision, graphs, bytes: sum([...(table ? [table] : []), ...found]) };
    }),
  );
  const there = offers.filter((offer) => offer !== null);
  const exact = there.find(({ precision }) => precision === 'fp32');
  if (!exact) return there;
  const data = await Promise.all(exact.graphs.map(({ path }) => dataOf(files, path)));
  return there.map((offer) => (offer === exact ? { ...offer, bytes: sum([exact, ...data.flat()]) } : offer));
}

/** The first of several paths that is there; no later one is asked for then. */
async function firstOf(files: FileList, paths: readonly string[]): Promise<ListedFile | null> {
  const [path, ...rest] = paths;
  if (path === undefined) return null;
  return (await files.find(path)) ?? firstOf(files, rest);
}

function bestOf(offers: readonly Offer[], wish: WeightsWish, backend: BackendWish): Offer | undefined {
  const fp32Bytes = offers.find(({ precision }) => precision === 'fp32')?.bytes ?? null;
  return orderOfPrecisions(wish, backend, fp32Bytes)
    .map((wanted) => offers.find(({ precision }) => precision === wanted))
    .find((offer) => offer !== undefined);
}

/** External data of an ONNX file by its usual names; exact names are known only when the file is read. */
export async function dataOf(files: FileList, path: string): Promise<readonly ListedFile[]> {
  if (files.all) return files.all.filter((file) => ownersOf(file.path).includes(path));
  const found = await Promise.all([`${path}_data`, `${path}.data`].map((name) => files.find(name)));
  return found.filter((file) => file !== null);
}

/** Whose data a file is by its name: "model.onnx_data", "model.onnx_data_1", "model.onnx.data" or "model.data" of model.onnx. */
function ownersOf(path: string): readonly string[] {
  const owner = /^(.*\.[oO][nN][nN][xX])[._-]?data(?:[._-]?\d+)?$/s.exec(path)?.[1];
  return [...(owner === undefined ? [] : [owner]), ...(path.endsWith('.data') ? [`${path.slice(0, -5)}.onnx`] : [])];
}

/** Graphs in the folder of the chosen ones, each in their precision, else in the first that is there; what only goes on from a past is none. */
function offeredOf(all: readonly ListedFile[], { graphs, precision }: Chosen): readonly string[] {
  const main = graphs[0]?.path ?? '';
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const byStem = new Map<string, string>();
  for (const { path } of onnxOf(all)) {
    const name = path.slice(folder.length);
    if (!path.startsWith(folder) || name.includes('/') || /with_past/.test(name)) continue;
    const stem = SUFFIXES.reduce(
      (rest, [suffix]) => rest.replace(new RegExp(`${suffix}$`), ''),
      name.replace(/\.onnx$/i, ''),
    );
    if (!byStem.has(stem) || precisionIn(path) === precision) byStem.set(stem, path);
  }
  return [...byStem.values()].toSorted();
}

function largest(all: readonly ListedFile[]): Chosen | null {
  const sizes = new Map(onnxOf(all).map(({ path, bytes }) => [path, bytes ?? 0]));
  for (const { path, bytes } of all) {
    for (const owner of ownersOf(path)) {
      const size = sizes.get(owner);
      if (size !== undefined) sizes.set(owner, size + (bytes ?? 0));
    }
  }
  let best: readonly [path: string, bytes: number] | null = null;
  for (const file of sizes) {
    if (best === null || file[1] > best[1] || (file[1] === best[1] && file[0] < best[0])) best = file;
  }
  return best && { graphs: [{ role: 'whole', path: best[0] }], precision: precisionIn(best[0]) };
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
