import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import { candidatesOf } from './candidates.ts';
import type { NamedFile } from './candidates.ts';
import { filesOfDrop } from './droppedFiles.ts';
import { dropImage, keepImage } from './imageInput.ts';
import { keepOpened } from './opened.ts';
import { dispatch, store } from '../state/store.ts';

/** Counts what was opened, so that what was dropped before and is read later does not take its place. */
let newest = 0;

/** Opens what was chosen: an image goes to a vision model, everything else is a model or a recording. */
export function openFiles(files: readonly File[]): void {
  newest += 1;
  const byPath = new Map(files.map((file) => [file.webkitRelativePath || file.name, file]));
  try {
    openNamed(
      candidatesOf([...byPath.keys()]).flatMap((path) => {
        const blob = byPath.get(path);
        return blob ? [{ path, blob }] : [];
      }),
    );
  } catch (thrown) {
    tell(thrown);
  }
}

function openNamed(files: readonly NamedFile[]): void {
  const [first] = files;
  if (first === undefined) return;
  const { model } = store.getState();
  const media = model.status === 'ready' ? MODEL_INPUTS[model.model.takes].file : null;
  if (media !== null && files.length === 1 && first.blob.type.startsWith(media)) {
    openImage(first.blob).catch(tell);
    return;
  }
  // An image that is still being read was dropped before.
  dropImage();
  dispatch({ type: 'viewChanged', change: { modelId: keepOpened(files), stack: null } });
}

/** Gives the model an image to look at, unless another is chosen before it is read. Rejects with TypeError for what is none. */
export async function openImage(file: File): Promise<void> {
  const name = await keepImage(file);
  if (name !== null) dispatch({ type: 'imageChosen', name });
}

function tell(thrown: unknown): void {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  dispatch({ type: 'run-failed', runId: store.getState().wantedRunId, error: { code: 'bad-input', detail } });
}

async function openDrop(
  entries: Parameters<typeof filesOfDrop>[0],
  drop: number,
  isNewest: () => boolean,
): Promise<void> {
  dispatch({ type: 'listingChanged', listing: drop });
  try {
    const files = await filesOfDrop(entries, isNewest);
    if (isNewest()) openNamed(files);
  } catch (thrown) {
    if (isNewest()) tell(thrown);
  } finally {
    if (store.getState().listing === drop) dispatch({ type: 'listingChanged', listing: null });
  }
}

/** Gives up the folder that is being looked through; nothing of it opens. */
export function stopListing(): void {
  if (store.getState().listing === null) return;
  newest += 1;
  dispatch({ type: 'listingChanged', listing: null });
}

/** Takes files and folders dropped anywhere on the page; returns its undoing. */
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
    newest += 1;
    const drop = newest;
    const { modelId } = store.getState().view;
    /** What was opened or chosen while a large folder was read goes before it. */
    const isNewest = (): boolean => drop === newest && store.getState().view.modelId === modelId;
    void openDrop(entries, drop, isNewest);
  };
  window.addEventListener('dragover', onDragOver);
  window.addEventListener('drop', onDrop);
  return () => {
    window.removeEventListener('dragover', onDragOver);
    window.removeEventListener('drop', onDrop);
  };
}
