import type { Ablation } from '../../core/ablation/ablation.ts';
import type { MeasurePlan, RunInput } from '../protocol.ts';
import { hearEngine } from './hearEngine.ts';

export const text = (words: string): RunInput => ({ kind: 'text', text: words, pair: null });
export const INPUTS = [text('The boy ran to the bank because he needed cash.'), text('A letter lay on the table.')];

export const off = (layer: number, head: number, mode: Ablation['mode'] = 'zero'): Ablation => ({
  mode,
  heads: [{ kind: null, layer, head, keep: 0 }],
});

/** An engine that is heard, with threads pretended, and asked for studies. */
export function hear(options: Parameters<typeof hearEngine>[0] = {}) {
  const heard = hearEngine({ isThreaded: true, ...options });
  const measure = (studyId: number, plan: MeasurePlan) => heard.engine.handle({ type: 'measure', studyId, plan });
  const compare = (studyId: number, inputs: readonly RunInput[] | null) =>
    heard.engine.handle({ type: 'compare', studyId, inputs });
  const results = () => heard.of('measured').flatMap((reply) => reply.results);
  return { ...heard, measure, compare, results };
}
