import { ALL_LABEL_IDS, scoreOf } from '../../../core/labels/report.ts';
import type { HeadReport, LabelId } from '../../../core/labels/report.ts';
import { hasHead, parseHead } from '../../../core/selection.ts';
import type { HeadRef } from '../../../core/selection.ts';
import { headPlaces } from '../../state/headNumbers.ts';
import type { Seen } from './fact.ts';

/** Heads whose row lies on sinks for a larger part than this look at no word much. */
const RESTS = 0.5;

/** Ways of finding a head besides a label; the largest value wins. */
const FOUND_BY: Readonly<Record<string, (report: HeadReport) => number>> = {
  nearest: ({ stats }) => -stats.meanDistance,
  farthest: ({ stats }) => stats.meanDistance,
  sharpest: ({ stats }) => -stats.entropyNats,
  widest: ({ stats }) => stats.entropyNats,
};

/** Whether a word can name a head: `L3H7`, the id of a label, or a way of finding one among heads that do not rest. */
export function isHeadArg(text: string): boolean {
  return parseHead(text) !== null || Object.hasOwn(FOUND_BY, text) || isLabel(text);
}

export function isLabel(text: string): text is LabelId {
  return ALL_LABEL_IDS.some((id) => id === text);
}

/** The place of the head that an argument names, by its true layer number; null while labels are on their way, undefined if there is none. */
export function headIn({ state, stack }: Seen, text: string): HeadRef | null | undefined {
  const named = parseHead(text);
  if (named !== null) {
    const model = state.shown?.model;
    const [place] = model === undefined ? [named] : headPlaces([named], model, state.view.stack);
    return place !== undefined && hasHead(stack.tensor, place) ? place : undefined;
  }
  if (stack.fresh === null) return stack.isAfter ? undefined : null;
  const rank = FOUND_BY[text];
  if (rank !== undefined) {
    const awake = stack.fresh.filter(({ stats }) => !(stats.sinkMass > RESTS));
    return best(awake, rank);
  }
  if (!isLabel(text)) return undefined;
  return best(assigned(stack.fresh, text), (report) => scoreOf(report, text).score);
}

/** The heads that have a label, whatever else they have. */
export function assigned(reports: readonly HeadReport[], label: LabelId): readonly HeadReport[] {
  return reports.filter(({ labels }) => labels.some((score) => score.label === label && score.status === 'assigned'));
}

function best(reports: readonly HeadReport[], rank: (report: HeadReport) => number): HeadRef | undefined {
  const ranked = reports.filter((report) => Number.isFinite(rank(report)));
  const [first] = ranked.toSorted((a, b) => rank(b) - rank(a));
  return first === undefined ? undefined : { layer: first.layer, head: first.head };
}
