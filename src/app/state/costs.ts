import type { Ablation } from '../../core/ablation/ablation.ts';
import type { Effect } from '../../core/effect/effect.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { ModelRun } from '../../core/run.ts';

/** What it costs that some layers have one head. */
export type Cost = {
  readonly ablation: Ablation;
  readonly effect: Effect;
  /** Readable text of the effect's candidates and targets by id. */
  readonly words: ReadonlyMap<number, string>;
  /** The run that it was measured on. */
  readonly run: ModelRun;
};

/** The last answers stay until newer ones are there. */
export type Costs = {
  /** The newest question; 0 while there was none. */
  readonly wantedId: number;
  /** Whether answers to it are on their way. */
  readonly isPending: boolean;
  readonly found: readonly Cost[];
  readonly error: ErrorInfo | null;
};

export const NO_COSTS: Costs = { wantedId: 0, isPending: false, found: [], error: null };

/** Whether two ablations of the same mode turn the same heads down. */
export function sameHeads(a: Ablation, b: Ablation): boolean {
  return (
    a.heads.length === b.heads.length &&
    a.heads.every(({ kind, layer, head }, at) => {
      const other = b.heads[at];
      return other?.kind === kind && other.layer === layer && other.head === head;
    })
  );
}
