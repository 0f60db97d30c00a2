import type { Measure } from '../../core/study/importance.ts';

type MeasureWords = {
  readonly title: string;
  readonly quantity: string;
  readonly unit: string;
  /** How well the model does by it, where that is another word than for what is lost. */
  readonly level?: string;
};

/** What an effect is told by, in words with its unit. */
export const MEASURE_WORDS: Readonly<Record<Measure, MeasureWords>> = {
  loss: { title: 'Change of the loss without the head', quantity: 'loss', unit: 'nats per token' },
  'class-loss': { title: 'Change of the loss without the head', quantity: 'loss', unit: 'nats per picture' },
  accuracy: {
    title: 'Accuracy lost without the head',
    quantity: 'accuracy lost',
    unit: '% of the pictures',
    level: 'accuracy',
  },
  kl: { title: 'Change of the predictions without the head', quantity: 'mean KL', unit: 'nats' },
  turn: { title: 'Turn of the outputs without the head', quantity: 'mean turn', unit: '1 − cosine' },
};

/** What a curve by this measure is of. */
export function levelWords(measure: Measure): string {
  const { level, quantity } = MEASURE_WORDS[measure];
  return level ?? quantity;
}
