import type { EffectSummary } from '../../core/effect/effect.ts';
import { mergeInterventions } from '../ablate/mergeInterventions.ts';
import type { Interventions } from '../runtime/interventions.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { ModelSession } from '../runtime/modelSession.ts';
import type { Bench } from './bench.ts';

/** The number of a variant that is none: the model as it is, which goes through with the others to measure the noise. */
export const AS_IS = -1;

/** What one batch brought. */
type SweepStep = {
  readonly summaries: readonly { readonly variant: number; readonly effect: EffectSummary }[];
  /** Variants that are over with it, those that could not be made included, `AS_IS` not. */
  readonly nOver: number;
  /** Variants that went through the model together. */
  readonly batch: number;
};

type Sequence = { readonly variant: number; readonly feed: FeedValues; readonly interventions: Interventions };

/**
 * Takes variants through the model in batches, the model as it is first among them.
 * `planFor` gives null for a variant that cannot be made on this input; it is called once for each, in order.
 */
export async function* sweep(
  { session }: { readonly session: Pick<ModelSession, 'scoreBatch'> },
  { gauge, compare, sizer, nHeads }: Omit<Bench, 'subject' | 'stacks'>,
  nVariants: number,
  planFor: (variant: number) => Interventions | null,
): AsyncGenerator<SweepStep, void, void> {
  const parts = new Map<number, Float32Array[]>();
  const sequences = sequencesOf(gauge.feeds, nVariants, planFor);
  for (let isOver = false; !isOver;) {
    const batch: Sequence[] = [];
    let nRefused = 0;
    const room = sizer.size();
    while (batch.length < room) {
      const { value, done } = sequences.next();
      if (done === true) {
        isOver = true;
        break;
      }
      if (value === null) nRefused += 1;
      else batch.push(value);
    }
    const summaries: { variant: number; effect: EffectSummary }[] = [];
    if (batch.length > 0) {
      const merged = mergeInterventions(
        batch.map(({ interventions }) => interventions),
        nHeads,
      );
      const start = performance.now();
      const said = await session.scoreBatch(
        batch.map(({ feed }) => feed),
        merged,
      );
      for (const [index, { variant }] of batch.entries()) {
        const logits = said[index];
        if (!logits) throw new RangeError(`invalid batch: ${said.length} answers to ${batch.length} sequences`);
        const own = parts.get(variant) ?? [];
        own.push(gauge.pick(logits, own.length));
        parts.set(variant, own);
        if (own.length < gauge.feeds.length) continue;
        summaries.push({ variant, effect: compare(own) });
        parts.delete(variant);
      }
      // With the comparing, which takes about half as long as the model.
      sizer.took(batch.length, performance.now() - start);
    }
    const nOver = nRefused + summaries.filter(({ variant }) => variant !== AS_IS).length;
    if (batch.length > 0 || nOver > 0) {
      yield { summaries, nOver, batch: new Set(batch.map(({ variant }) => variant)).size };
    }
  }
}

/** The sequences of all variants in order; null for a variant that cannot be made. */
function* sequencesOf(
  feeds: readonly FeedValues[],
  nVariants: number,
  planFor: (variant: number) => Interventions | null,
): Generator<Sequence | null, void, void> {
  for (let variant = AS_IS; variant < nVariants; variant++) {
    const interventions = variant === AS_IS ? [] : planFor(variant);
    if (interventions === null) yield null;
    else for (const feed of feeds) yield { variant, feed, interventions };
  }
}
