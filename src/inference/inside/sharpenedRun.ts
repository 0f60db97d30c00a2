import type { Sharpening } from '../../core/inside/questions.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { saidIn } from '../ablate/subject.ts';
import type { Subject } from '../ablate/subject.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { SiteIntervention } from '../runtime/interventions.ts';
import { changedRun } from './changedRun.ts';
import type { RunAt } from './changedRun.ts';
import { rowMakerFor } from './rowMakers.ts';
import { sharpenedSite } from './sharpenedSite.ts';
import { sharpenedWindows } from './sharpenedWindows.ts';
import { siteOf } from './siteAt.ts';

/** Heads of one layer whose softmax is changed; `site` counts the layers of a pass. */
export type ChangedLayer = { readonly layer: number; readonly site: number; readonly heads: readonly number[] };

/** Which heads get another softmax, and which; layers in the order of computing. */
export type Change = {
  readonly kind: AttentionKind;
  readonly how: Sharpening;
  readonly changed: readonly ChangedLayer[];
};

/**
 * What the model says where some heads have another softmax: layer by layer, each pattern made from what its layer does once the layers before are
 * changed. `asIs` is the model with nothing done to it; what is done to `kept` stays done.
 */
export async function sharpenedRun(
  asIs: RunnableModel,
  kept: KeptRun,
  subject: Subject,
  { kind, how, changed }: Change,
  turn: Turn,
): Promise<Subject['said']> {
  const { off = null } = kept;
  const interventions: (SiteIntervention | null)[] = subject.layers.map((_, site) => off?.[site] ?? null);
  const from: RunAt = { model: asIs, kept };
  let run = off === null ? from : changedRun(from, kept.done.pass, off);
  for (const { site, layer, heads } of changed) {
    const output = run.kept.done.pass.layers[site];
    if (!output) throw new RangeError(`invalid layer: ${site}`);
    const before = off?.[site] ?? null;
    if (siteOf(asIs.prepared, site).site.places !== null) {
      interventions[site] = await sharpenedWindows(run, { kind, layer, site, heads }, how, before, turn);
    } else {
      const makeRow = await rowMakerFor(run, { kind, layer, site }, how, subject.allowedAt(site), turn);
      interventions[site] = sharpenedSite(output, heads, makeRow, before);
    }
    const pass = await asIs.session.run(subject.feed, interventions);
    await turn();
    run = changedRun(from, pass, interventions);
  }
  return saidIn(run.kept.done.pass);
}
