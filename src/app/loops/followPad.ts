import { inColour } from '../../core/drawing/drawing.ts';
import { dispatch, store } from '../state/store.ts';
import { samplesUrlOf } from '../state/catalog.ts';
import { readSamples } from '../state/samples.ts';
import { deedOf, sketchAfter } from '../state/sketch.ts';
import type { Sketch } from '../state/sketch.ts';
import { fetchBeside } from './fetchBeside.ts';
import type { KeptImage } from './imageInput.ts';

export type Pad = { readonly begin: (url: string) => Promise<void>; readonly undo: () => void };

/**
 * What is drawn is what the model looks at, at once, and what the link says is on the pad is laid there. `begin` fetches the pictures
 * to begin with, of which one is laid on the pad if nothing was chosen yet; it rejects where they do not come, or are none.
 */
export function followPad(image: Pick<KeptImage, 'put'>): Pad {
  const look = ({ drawing, name, label }: Sketch): void => {
    const { width, height } = drawing;
    const pixels = inColour(drawing.pixels);
    const picture = image.put({ name, ...(label !== null && { label }), width, height, pixels });
    dispatch({ type: 'imageChosen', image: { ...picture, isDrawn: true } });
  };
  const undo = store.subscribe(({ sketch, view }, before) => {
    if (sketch !== null && sketch !== before.sketch) look(sketch);
    else if (view.drawing !== before.view.drawing) lay();
  });
  const begin = async (url: string): Promise<void> => {
    if (store.getState().samples?.url !== url) {
      const samples = readSamples(await fetchBeside(url), url);
      // Another model may have been chosen meanwhile, with pictures of its own.
      if (samplesUrlNow() !== url) return;
      dispatch({ type: 'samplesFetched', samples });
    }
    lay();
  };
  return { begin, undo };
}

/** Where the pictures lie that the model which is wanted begins with: only then has it a pad. */
function samplesUrlNow(): string | null {
  const { catalog, view } = store.getState();
  return samplesUrlOf(catalog, view.modelId);
}

/** Brings the pad up to the link, where it is not. */
function lay(): void {
  const { samples, sketch, view, image } = store.getState();
  if (samples === null || samples.url !== samplesUrlNow()) return;
  // A file is looked at as well as a drawing, and has no place in a link.
  const isThere = image !== null && (image.isDrawn ? sketch?.written === view.drawing : view.drawing === null);
  if (isThere) return;
  const { side, list } = samples;
  const deed = deedOf(view.drawing, list, side);
  if (deed === null)
    dispatch({ type: 'noticeRaised', notice: { code: 'link-broken', detail: `drawing=${view.drawing}` } });
  const first = deedOf(null, list, side);
  const wanted = deed ?? first;
  if (wanted !== null) dispatch({ type: 'sketched', sketch: sketchAfter(sketch, side, wanted) });
}
