import { keepImage } from './imageInput.ts';
import { keepOpened } from './opened.ts';
import { dispatch, store } from './store.ts';

/** Opens what was chosen or dropped: an image goes to a vision model, everything else is a model or a recording. */
export function openFiles(files: readonly File[]): void {
  const [first] = files;
  if (first === undefined) return;
  const { model } = store.getState();
  const takesImage = model.status === 'ready' && model.model.takes === 'image';
  if (takesImage && files.length === 1 && first.type.startsWith('image/')) {
    keepImage(first).then(
      () => dispatch({ type: 'imageChosen', name: `${first.name} ${Date.now()}` }),
      (thrown: unknown) =>
        dispatch({
          type: 'runFailed',
          runId: store.getState().wantedRunId,
          error: { code: 'bad-input', detail: thrown instanceof Error ? thrown.message : String(thrown) },
        }),
    );
    return;
  }
  dispatch({ type: 'viewChanged', change: { modelId: keepOpened(files), stack: null } });
}

/** Takes files dropped anywhere on the page, folders one level deep included; returns its undoing. */
export function listenForDrops(): () => void {
  const onDragOver = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const onDrop = (event: DragEvent): void => {
    if (event.dataTransfer === null || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    const entries = [...event.dataTransfer.items]
      .map((item) => item.webkitGetAsEntry())
      .filter((entry) => entry !== null);
    void Promise.all(entries.map(filesOf)).then((lists) => openFiles(lists.flat()));
  };
  window.addEventListener('dragover', onDragOver);
  window.addEventListener('drop', onDrop);
  return () => {
    window.removeEventListener('dragover', onDragOver);
    window.removeEventListener('drop', onDrop);
  };
}

/** The files of a dropped file or folder, folders inside it included. */
async function filesOf(entry: FileSystemEntry): Promise<readonly File[]> {
  if (isFileEntry(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  if (!isDirectoryEntry(entry)) return [];
  const reader = entry.createReader();
  const children: FileSystemEntry[] = [];
  // A reader gives a folder in parts and ends with an empty one.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) break;
    children.push(...part);
  }
  return (await Promise.all(children.map(filesOf))).flat();
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
