import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import type { GraphFile } from './modelFiles.ts';
import type { BackendWish, WeightsWish } from '../protocol.ts';
import { offeredOf, onnxOf } from './offeredGraphs.ts';
import type { Chosen, GraphPath, ListedFile } from './offeredGraphs.ts';
import { orderOfPrecisions, precisionIn, SUFFIXES } from './precisions.ts';
import type { Precision } from './precisions.ts';

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

type GraphChoice = Chosen & {
  /** One path for each graph of the folder, whatever its precisions; empty where the host cannot list. */
  readonly offered: readonly string[];
};

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
 * Throws AppError 'file-missing', with what there is to choose, for a graph that was chosen and is not there.
 */
export async function chooseGraphs(
  files: FileList,
  wish: WeightsWish,
  backend: BackendWish,
  graph?: string,
): Promise<GraphChoice | null> {
  const own = graph === undefined ? null : await files.find(graph);
  const chosen = own ? await chooseOwn(files, own.path) : await chooseByName(files, wish, backend);
  const offered = chosen ? offeredOf(files.all ?? [], chosen) : [];
  if (graph !== undefined && own === null) {
    throw new AppError('file-missing', `the graph ${quote(graph)} is not among the files: choose another.`, offered);
  }
  return chosen && { ...chosen, offered };
}

/**
 * What a person chose by hand. A decoder keeps what it reads from beside it: the encoder of its pair, or the file of vectors; any other graph
 * stands alone.
 */
async function chooseOwn(files: FileList, path: string): Promise<Chosen> {
  const alone: Chosen = { graphs: [{ role: 'whole', path }], precision: precisionIn(path) ?? 'fp32' };
  const [, folder, suffix] = /^(.*\/|)decoder_model(?:_merged)?(_[a-z0-9]+|)\.onnx$/i.exec(path) ?? [];
  if (folder === undefined || suffix === undefined) return alone;
  const encoder = await besideDecoder(files, folder, 'encoder_model', suffix);
  if (encoder) {
    return {
      ...alone,
      graphs: [
        { role: 'encoder', path: encoder.path },
        { role: 'decoder', path },
      ],
    };
  }
  const vectors = await besideDecoder(files, folder, 'embed_tokens', suffix);
  if (!vectors) return alone;
  const picture = await besideDecoder(files, folder, PICTURES, suffix);
  return {
    ...alone,
    graphs: [
      { role: 'embedding', path: vectors.path },
      ...alone.graphs,
      ...(picture ? [{ role: 'picture', path: picture.path } as const] : []),
    ],
  };
}

/** What sees the pictures that stand in the text of a decoder which reads vectors. */
const PICTURES = 'vision_encoder';

/** What a decoder reads from is often kept in another precision: that of the decoder if there is one, else the first. */
function besideDecoder(files: FileList, folder: string, stem: string, suffix: string): Promise<ListedFile | null> {
  const suffixes = [suffix, ...SUFFIXES.map(([other]) => other)];
  return firstOf(
    files,
    suffixes.map((each) => `${folder}${stem}${each}.onnx`),
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
      const table = vectors.length > 0 ? await besideDecoder(files, folder, 'embed_tokens', suffix) : null;
      if (vectors.length > 0 && table === null) return null;
      const picture = table ? await besideDecoder(files, folder, PICTURES, suffix) : null;
      const graphs = [
        ...(table ? [{ role: 'embedding', path: table.path } as const] : []),
        ...parts.map(([role], at): GraphPath => ({ role, path: paths[at] ?? '' })),
        ...(picture ? [{ role: 'picture', path: picture.path } as const] : []),
      ];
      return { precision, graphs, bytes: sum([...(table ? [table] : []), ...found, ...(picture ? [picture] : [])]) };
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

/** Null where a size is unknown. */
function sum(files: readonly { readonly bytes: number | null }[]): number | null {
  return files.reduce<number | null>(
    (total, { bytes }) => (total === null || bytes === null ? null : total + bytes),
    0,
  );
}
