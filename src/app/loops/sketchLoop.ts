import { hear, store } from '../state/store.ts';
import type { KeptImage } from './imageInput.ts';

/** Once a model is there that pictures to begin with lie beside, they are fetched, and there is a pad. What is drawn there comes then, too. */
export function startSketchLoop(image: Pick<KeptImage, 'put'>): void {
  let begun: Promise<(url: string) => Promise<void>> | null = null;
  hear({
    async loaded({ model }) {
      const url = store.getState().catalog.find(({ id }) => id === model.id)?.samplesUrl ?? null;
      if (url === null) return;
      begun ??= import('./followPad.ts').then(({ followPad }) => followPad(image));
      await (
        await begun
      )(url);
    },
  });
}
