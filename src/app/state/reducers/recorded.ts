import { mergedNotes } from '../../../core/notes/notes.ts';
import type { ModelRun } from '../../../core/run.ts';
import type {
  AblatedPart,
  AlikePart,
  OneHeadPart,
  LookedAt,
  RunExtras,
  StudyPart,
  Thing,
} from '../../../core/runExtras.ts';
import { NOTHING_ABLATED } from '../ablated.ts';
import type { Ablated } from '../ablated.ts';
import { notesOf, withNotes } from '../savedNotes.ts';
import type { AppState } from '../appState.ts';
import { NO_COSTS } from '../costs.ts';
import type { Cost } from '../costs.ts';
import { RECORDED_ID } from '../studies.ts';
import { risingLayers } from '../fields.ts';
import type { AlikeStudy, Basis, MeasurePurpose, MeasureStudy } from '../studies.ts';

/** The state with what a recording holds beside its run, in the places where the answers of a model would be; null for none. */
export function withExtras(state: AppState, run: ModelRun, extras: RunExtras | null): AppState {
  if (extras === null) return state;
  const { ablated, oneHead, studies, alike, notes = [], lookedAt } = extras;
  const measured = studies.reduce<Partial<Record<MeasurePurpose, MeasureStudy>>>(
    (found, study) => ({ ...found, [study.purpose]: measuredStudy(study) }),
    {},
  );
  return {
    ...state,
    notes: withNotes(state.notes, run.model.id, mergedNotes(notesOf(state.notes, run.model.id), notes)),
    view: {
      ...state.view,
      ...(ablated !== null && viewOf(ablated)),
      ...(oneHead.length > 0 && foldOf(oneHead)),
      ...(lookedAt !== undefined && lookOf(lookedAt, run)),
    },
    ...(lookedAt !== undefined && lookedAt.pinned.length > 0 && pinnedBy(lookedAt)),
    costs: { ...NO_COSTS, found: oneHead.flatMap((part) => costsIn(part, run)) },
    ablated: ablated === null ? NOTHING_ABLATED : answered(ablated, run),
    studies: {
      ...state.studies,
      measured,
      alike: alikeStudy(alike),
      tried: measured.fidelity?.status === 'done' ? [measured.fidelity] : [],
    },
  };
}

function viewOf({ ablation: { heads, mode } }: AblatedPart): Pick<AppState['view'], 'ablation' | 'mode'> {
  return { ablation: heads, mode };
}

/** Pins of a file are as good as a person's: the page chooses no others for them. The last is the active one, as in a link. */
function pinnedBy({ pinned }: LookedAt) {
  return { activePin: pinned.length - 1, awaitsSuggestion: false, arePinsSuggested: false };
}

function lookOf({ kind, pinned, asked }: LookedAt, run: ModelRun): Partial<AppState['view']> {
  return {
    stack: kind === run.attention[0]?.kind ? null : kind,
    ...(pinned.length > 0 && { heads: pinned }),
    ...(asked === null ? { asked: 'none' } : { asked: asked.position, side: asked.from }),
  };
}

/** The layers of single entries; an entry of several is all of them together. */
function foldOf(parts: readonly OneHeadPart[]): Pick<AppState['view'], 'oneHead' | 'stack'> {
  const layers = parts.flatMap(({ ablation }) => ablation.heads.map(({ layer }) => layer));
  return { oneHead: risingLayers(layers), stack: parts[0]?.ablation.heads[0]?.kind ?? null };
}

function costsIn({ ablation, effect, words }: OneHeadPart, run: ModelRun): readonly Cost[] {
  return effect === null ? [] : [{ ablation, effect, words, run }];
}

function answered({ ablation, meanOver, attention, logits, effect, words }: AblatedPart, run: ModelRun): Ablated {
  return {
    ...NOTHING_ABLATED,
    run: { runId: run.runId, ablation, meanOver, attention, logits, forwardMs: 0 },
    base: run,
    effect,
    effectAblation: effect === null ? null : ablation,
    effectRun: effect === null ? null : run,
    isFinal: true,
    words,
  };
}

function measuredStudy({
  purpose,
  texts,
  thing,
  status,
  objective,
  floor,
  variants,
  results,
  refused,
  labels,
}: StudyPart): MeasureStudy {
  return {
    ...over(
      thing ?? (objective === 'class' ? 'picture' : 'sentence'),
      texts,
      status,
      results.length + refused.length,
      texts.length * variants.length,
    ),
    purpose,
    // What the texts were given to the model as is not in the file, and no model is there to be given it.
    plan: { inputs: texts.map(() => ({ kind: 'nothing' })), variants },
    results,
    refused,
    floor,
    batch: 1,
    ...(objective === null ? {} : { objective }),
    ...(labels !== undefined && { labels }),
  };
}

function alikeStudy(parts: readonly AlikePart[]): AlikeStudy | null {
  const [first] = parts;
  if (first === undefined) return null;
  const { length } = first.texts;
  const told = parts.map(textsOf);
  const comparisons = first.texts.map((_, at) => told.flatMap((texts) => texts[at] ?? []));
  return { ...over(first.thing ?? 'sentence', first.texts, 'done', length, length), purpose: 'alike', comparisons };
}

/**
 * One comparison a text, of which the file holds the means alone: the mean of as many equal numbers is that number, to the
 * last bit. Which texts told the distances is not in the file; that the first did gives the same count and the same means.
 */
function textsOf({ kind, texts, nTexts, nContentTexts, comparison }: AlikePart): AlikeStudy['comparisons'][number] {
  const { distance, contentDistance } = comparison;
  const n = comparison.nLayers * comparison.nHeads;
  const [silent, silentContent] = [untold(distance, n), untold(contentDistance, n)];
  return texts.map((_, at) => ({
    kind,
    comparison: {
      ...comparison,
      distance: at < (nTexts ?? texts.length) ? distance : silent,
      contentDistance: at < (nContentTexts ?? texts.length) ? contentDistance : silentContent,
    },
  }));
}

/** Distances of a text that tells none of two heads. Shape: [n, n]. */
function untold(distance: Float32Array, n: number): Float32Array {
  return distance.map((own, cell) => (cell % (n + 1) === 0 ? own : NaN));
}

function over(thing: Thing, texts: readonly string[], status: 'done' | 'stopped', nDone: number, nTotal: number) {
  // Which of the two it was is not in the file; a list of one sentence says the same. Of pictures only those beside a model are several.
  const kind = texts.length === 1 ? 'sentence' : thing === 'sentence' ? 'list' : 'held-out';
  const basis: Basis = { kind, texts, thing };
  return { studyId: RECORDED_ID, basis, status, nDone, nTotal, error: null };
}
