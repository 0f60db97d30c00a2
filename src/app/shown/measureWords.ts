import type { Measure } from '../../core/study/importance.ts';

/** What an effect is told by, in words with its unit. */
export const MEASURE_WORDS: Readonly<
  Record<Measure, { readonly title: string; readonly quantity: string; readonly unit: string }>
> = {
  loss: { title: 'Change of the loss without the head', quantity: 'loss', unit: 'nats per token' },
  kl: { title: 'Change of the predictions without the head', quantity: 'mean KL', unit: 'nats' },
  turn: { title: 'Turn of the outputs without the head', quantity: 'mean turn', unit: '1 − cosine' },
};
