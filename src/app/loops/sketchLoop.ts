import { inColour, pixelsOf } from '../../core/drawing/drawing.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { readSamples } from '../state/samples.ts';
import type { KeptImage } from './imageInput.ts';

/** Of the samples of a model the one that it is shown first: a pair of trousers is the easiest to tell. */
const FIRST = 1;

/**
 * What is drawn is what the model looks at, at once; and once a model is there that pictures to begin with lie beside, they are fetched,
 * and one is laid on the pad if nothing was chosen yet. Without them the pad is empty.
 */
export function startSketchLoop(image: Pick<KeptImage, 'put'>): void {
  store.subscribe(({ sketch }, before) => {
    if (sketch === null || sketch === before.sketch) return;
    const { drawing, name, label } = sketch;
    const { width, height } = drawing;
    dispatch({
      type: 'imageChosen',
      image: image.put({
        name,
        ...(label !== null && { label }),
        width,
        height,
        pixels: inColour(pixelsOf(drawing)),
      }),
    });
  });
  hear({
    loaded({ model }) {
      const url = store.getState().catalog.find(({ id }) => id === model.id)?.samplesUrl ?? null;
      if (url !== null) void fetchSamples(url);
    },
  });
}

async function fetchSamples(url: string): Promise<void> {
  if (store.getState().samples?.url !== url) {
    const response = await fetch(url).catch(() => null);
    if (!response?.ok) return;
    dispatch({ type: 'samplesFetched', samples: readSamples(await response.json(), url) });
  }
  const { samples, image } = store.getState();
  const sample = samples?.list[FIRST];
  if (samples === null || sample === undefined || image !== null) return;
  dispatch({ type: 'sketched', side: samples.side, did: 'sample', sample });
}
