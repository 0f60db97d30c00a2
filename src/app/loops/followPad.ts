import { inColour } from '../../core/drawing/drawing.ts';
import { dispatch, store } from '../state/store.ts';
import { readSamples } from '../state/samples.ts';
import { deedOf, sketchAfter } from '../state/sketch.ts';
import type { Sketch } from '../state/sketch.ts';
import { fetchBeside } from './fetchBeside.ts';
import type { KeptImage } from './imageInput.ts';

/**
 * What is drawn is what the model looks at, at once, and what the link says is on the pad is laid there. Gives what fetches the pictures
 * to begin with, of which one is laid on the pad if nothing was chosen yet; without them the pad is empty.
 */
export function followPad(image: Pick<KeptImage, 'put'>): (url: string) => Promise<void> {
  const look = ({ drawing, name, label }: Sketch): void => {
    const { width, height } = drawing;
    const pixels = inColour(drawing.pixels);
    const picture = image.put({ name, ...(label !== null && { label }), width, height, pixels });
    dispatch({ type: 'imageChosen', image: picture });
  };
  store.subscribe(({ sketch, view }, before) => {
    if (sketch !== null && sketch !== before.sketch) look(sketch);
    else if (view.drawing !== before.view.drawing) lay();
  });
  return async (url) => {
    if (store.getState().samples?.url !== url) {
      const json = await fetchBeside(url);
      if (json === null) return;
      dispatch({ type: 'samplesFetched', samples: readSamples(json, url) });
    }
    lay();
  };
}

/** Brings the pad up to the link, where it is not. */
function lay(): void {
  const { samples, sketch, view, image } = store.getState();
  const isThere = sketch === null ? view.drawing === null && image !== null : sketch.written === view.drawing;
  if (samples === null || isThere) return;
  const { side, list } = samples;
  const deed = deedOf(view.drawing, list, side);
  if (deed === null)
    dispatch({ type: 'noticeRaised', notice: { code: 'link-broken', detail: `drawing=${view.drawing}` } });
  const first = deedOf(null, list, side);
  const wanted = deed ?? first;
  if (wanted !== null) dispatch({ type: 'sketched', sketch: sketchAfter(sketch, side, wanted) });
}
