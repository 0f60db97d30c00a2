import type { ModelRun } from '../../core/run.ts';
import { keepRun } from '../ablate/keptRun.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { MODALITIES } from '../inputs/modalities.ts';
import type { RunnableModel } from '../run/runnable.ts';

/** A pass of the input that starts any model, as the inside needs it: what was fed and what came of it, no words, no patterns. */
export async function keepWordlessRun({ info, backend, prepared, session }: RunnableModel): Promise<KeptRun> {
  const { feed } = MODALITIES[prepared.takes].firstRun(prepared);
  const pass = await session.run(feed);
  const run: ModelRun = {
    runId: 1,
    model: info,
    backend,
    text: '',
    pair: null,
    tokens: [],
    targetTokens: null,
    image: null,
    cut: null,
    attention: [],
    logits: null,
    rowSumError: 0,
    forwardMs: pass.forwardMs,
  };
  return keepRun({ run, shown: [], stacks: [], feed, pass, label: null });
}
