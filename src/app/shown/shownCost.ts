import { headCounts } from '../../core/cost/headCounts.ts';
import type { HeadCount } from '../../core/cost/headCounts.ts';
import { setupOf } from '../../core/cost/setup.ts';
import type { CostSetup } from '../../core/cost/setup.ts';
import { parseSetup } from '../../core/cost/setupAddress.ts';
import { WORKED_SHAPES } from '../../core/cost/workedShapes.ts';
import type { CostValues } from '../../views/CostChart/CostChart.picture.ts';
import type { ModelShape } from './modelShape.ts';
import type { FoundTimes, Timing } from '../state/timing.ts';
import { costLines } from './costLines.ts';

/** What is on screen about the cost of heads. */
export type ShownCost = {
  readonly setup: CostSetup;
  readonly rows: readonly HeadCount[];
  /** What was measured, where it answers to what is compared: a width of the heads together. */
  readonly found: FoundTimes | null;
  readonly values: CostValues;
};

/** The comparison that the person has set, if its sizes can be, else that of the model, else that of the textbook. */
export function setupOnScreen(chosen: string | null, model: ModelShape | null): CostSetup {
  const set = chosen === null ? null : parseSetup(chosen);
  if (set !== null) return set;
  return model === null ? setupOf('textbook', WORKED_SHAPES.textbook) : setupOf('model', model.shape);
}

/** The number of heads of what the comparison began with. */
function ownHeads({ base, nHeads }: CostSetup, model: ModelShape | null): number {
  if (base !== 'model') return WORKED_SHAPES[base].nHeads;
  return model?.shape.nHeads ?? nHeads;
}

/** The longest sentence of what a comparison began with, in tokens; null where there is none. */
export function longestOf(base: CostSetup['base'], model: ModelShape | null): number | null {
  if (base === 'textbook') return null;
  return base === 'model' ? (model?.longest ?? null) : WORKED_SHAPES[base].nTokens;
}

const NAMES = { textbook: 'textbook layer', gpt2: 'GPT-2 small', llama3: 'Llama-3-8B' } as const;

/** What a comparison began with, by name. */
export function baseName(base: CostSetup['base'], modelName: string | null): string {
  return base === 'model' ? (modelName ?? 'the model') : NAMES[base];
}

/** Rows, lines and marks of a comparison. */
export function shownCost(
  setup: CostSetup,
  model: ModelShape | null,
  timing: Timing,
  modelName: string | null,
): ShownCost {
  const own = ownHeads(setup, model);
  // A link may look at any number of heads.
  const rows = headCounts(setup.fixed, [own, setup.nHeads]);
  const times = setup.fixed.kept === 'together' ? timing : null;
  const values = {
    series: costLines(rows, times),
    counts: rows.map(({ nHeads }) => nHeads),
    refused: rows.flatMap(({ nHeads, shape }) => (shape === null ? nHeads : [])),
    own,
    ownName: baseName(setup.base, modelName),
  };
  return { setup, rows, found: times?.found ?? null, values };
}
