import { LITTLE } from '../../core/ablation/formulas.ts';
import type { Fidelity } from '../../core/study/fidelity.ts';

/** The share in words. */
export function fidelityWords({ value, size, measure }: Fidelity, label: string): string {
  if (size === 'little')
    return `Little to explain: without the head next to nothing changes here (${LITTLE_WORDS[measure]}).`;
  if (value === null) return 'Too small to tell: without the head nothing changes that stands out from noise.';
  if (value >= 0.9) return `Yes: “${label}” alone does nearly all that the head does here.`;
  if (value >= 0.5) return `For the most part: “${label}” alone does more than half of what the head does here.`;
  if (value > 0) return `Hardly: most of what the model uses of this head is not in “${label}”.`;
  return `No: with “${label}” alone the model fares no better than without the head.`;
}

const LITTLE_WORDS = {
  kl: `a mean KL below ${LITTLE.kl} nats`,
  turn: 'the outputs turn by less than one degree',
} as const;
