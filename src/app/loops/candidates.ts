/** A file of the person by its path inside what was opened: below a folder it begins with the folder's name. */
export type NamedFile = { readonly path: string; readonly blob: File };

/** So many files are handed to what reads models and recordings, which takes a second or two. */
const MOST_FILES = 10_000;

/** Below this all files of a model are handed over, since weights may lie under any name. */
const FEW = 1000;

const MODEL = /\.onnx$/i;
const JSON_OR_MERGES = /(\.json|(^|\/)merges\.txt)$/i;
const WEIGHTS = /(\.(bin|pb|weights?|bias)|[._-]?data([._-]?\d+)?|onnx__\w+)$/i;
const RECORDING = /\.(npz|npy|safetensors|json|pkl|pickle|pt|pth)$/i;
const IMAGE = /\.(png|jpe?g|gif|webp|bmp|avif|svg)$/i;

/**
 * Which of many paths may be of a model or a recording; the others are not touched. Each is looked at once.
 * Throws RangeError, in words for people, where there are more than can be opened at once.
 */
export function candidatesOf(paths: readonly string[]): readonly string[] {
  const models = paths.filter((path) => MODEL.test(path));
  return models.length > 0 ? besideModels(paths, models) : recordings(paths);
}

function besideModels(paths: readonly string[], models: readonly string[]): readonly string[] {
  if (paths.length <= FEW) return paths;
  const folders = new Set(models.map(folderOf));
  const isData = (path: string): boolean => WEIGHTS.test(path) && isBelow(path, folders);
  return within(paths.filter((path) => MODEL.test(path) || JSON_OR_MERGES.test(path) || isData(path)));
}

/** Whether a path lies in one of the folders or below it. */
function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    if (folders.has(folder)) return true;
    if (folder === '') return false;
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Where there is nothing to read the first files are handed over, so that the message can name them. */
function recordings(paths: readonly string[]): readonly string[] {
  const readable = paths.filter((path) => RECORDING.test(path));
  if (readable.length > 0) return within(readable);
  const images = paths.filter((path) => IMAGE.test(path));
  return (images.length > 0 ? images : paths).slice(0, 8);
}

function within(paths: readonly string[]): readonly string[] {
  if (paths.length <= MOST_FILES) return paths;
  const words = `there are ${paths.length} files that may belong to a model, more than the ${MOST_FILES} that are opened at once`;
  throw new RangeError(`${words}: open the folder of the model itself`);
}
