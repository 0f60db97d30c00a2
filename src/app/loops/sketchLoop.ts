import { samplesUrlOf } from '../state/catalog.ts';
import { dispatch, hear, store } from '../state/store.ts';
import type { Pad } from './followPad.ts';
import type { KeptImage } from './imageInput.ts';

/**
 * Once a model is there that pictures to begin with lie beside, they are fetched, and there is a pad. What is drawn there comes then, too.
 * What does not come is told, and fetched again with the next such model. Returns its undoing.
 */
export function startSketchLoop(image: Pick<KeptImage, 'put'>): () => void {
  let pad: Pad | null = null;
  const unhear = hear({
    async loaded({ model }) {
      const url = samplesUrlOf(store.getState().catalog, model.id);
      if (url === null || model.takes !== 'image') return;
      try {
        const { followPad } = await import('./followPad.ts');
        pad ??= followPad(image);
        await pad.begin(url);
      } catch {
        dispatch({ type: 'noticeRaised', notice: { code: 'pad-unfetched' } });
      }
    },
  });
  return () => {
    unhear();
    pad?.undo();
  };
}
