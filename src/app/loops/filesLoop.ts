import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { ModelInfo } from '../../core/run.ts';
import { ahead, NotFetched, part } from '../shown/fetched.ts';
import { dispatch, hear, store } from '../state/store.ts';
import type { NamedFile } from './candidates.ts';
import { createKeptImage } from './imageInput.ts';
import type { KeptImage } from './imageInput.ts';
import { createOpenedFiles } from './opened.ts';
import type { OpenedFiles } from './opened.ts';

/** Files open without a network too, so what reads their names is there before it is gone. */
const fetchReader = ahead(async () => part(import('./droppedFiles.ts')));

/** What was opened from the person's machine, for whoever loads and runs models. */
export type Kept = { readonly image: Pick<KeptImage, 'now' | 'forget'>; readonly opened: Pick<OpenedFiles, 'now'> };

/** Opens what is chosen, or dropped anywhere on the page: an image goes to a vision model, everything else is a model or a recording. */
export function startFilesLoop(): Kept & { readonly image: Pick<KeptImage, 'put'> } {
  const image = createKeptImage();
  const opened = createOpenedFiles();
  /** Counts what was opened, so that what was dropped before and is read later does not take its place. */
  let newest = 0;

  async function openFiles(files: readonly File[]): Promise<void> {
    newest += 1;
    const own = newest;
    try {
      const { filesOfChoice } = await fetchReader();
      if (own === newest) openNamed(filesOfChoice(files));
    } catch (thrown) {
      refuse(thrown);
    }
  }

  function openNamed(files: readonly NamedFile[]): void {
    const [first] = files;
    if (first === undefined) return;
    const { model } = store.getState();
    const media = model.status === 'ready' ? mediaOf(model.model) : null;
    if (media !== null && files.length === 1 && first.blob.type.startsWith(media)) {
      if (media === 'audio/') dispatch({ type: 'soundOpened', file: first.blob });
      else void openImage(first.blob, refuse);
      return;
    }
    // An image that is still being read was dropped before.
    image.drop();
    dispatch({ type: 'viewChanged', change: { modelId: opened.keep(files), stack: null } });
  }

  /** Gives the model an image to look at, unless another is chosen before it is read. */
  async function openImage(file: File, onRefused: (thrown: unknown) => void): Promise<void> {
    try {
      const kept = await image.keep(file);
      if (kept !== null) dispatch({ type: 'imageChosen', image: { ...kept, isDrawn: false } });
    } catch (thrown) {
      onRefused(thrown);
    }
  }

  async function openDrop(entries: readonly FileSystemEntry[], drop: number, isNewest: () => boolean): Promise<void> {
    dispatch({ type: 'listingChanged', listing: drop });
    try {
      const { filesOfDrop } = await fetchReader();
      const files = await filesOfDrop(entries, isNewest);
      if (isNewest()) openNamed(files);
    } catch (thrown) {
      if (isNewest()) refuse(thrown);
    } finally {
      if (store.getState().listing === drop) dispatch({ type: 'listingChanged', listing: null });
    }
  }

  window.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
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
  });
  hear({
    filesOpened: ({ files }) => void openFiles(files),
    imageOpened: ({ file }) =>
      void openImage(file, (thrown) => dispatch({ type: 'imageRefused', why: wordsOf(thrown) })),
    imageRemoved() {
      image.drop();
      image.forget();
    },
    /** Gives up the folder that is being looked through; nothing of it opens. */
    stopAsked() {
      if (store.getState().listing === null) return;
      newest += 1;
      dispatch({ type: 'listingChanged', listing: null });
    },
  });
  return { image, opened };
}

/** What is dropped on the page for the model that is there, by the beginning of its media type. */
function mediaOf({ takes, takesPicture }: ModelInfo): string | null {
  return takesPicture ? 'image/' : MODEL_INPUTS[takes].file;
}

function refuse(thrown: unknown): void {
  if (thrown instanceof NotFetched) {
    dispatch({ type: 'noticeRaised', notice: { code: 'files-unfetched' } });
    return;
  }
  dispatch({ type: 'inputRefused', error: { code: 'bad-input', detail: wordsOf(thrown) } });
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
