import { logSumExp } from '../../core/effect/logits.ts';
import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { Logits, ModelRun } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import { nextToken } from '../../core/write/nextToken.ts';
import { currentAblated, isEffectCurrent, isRunLive, wantedAblation } from '../shown/shown.ts';
import type { AppState } from '../state/appState.ts';
import { hasTarget, isCutWhereWritten, isOfText, writtenIn } from '../state/runText.ts';

/** A word that may come next, or that came. */
type Said = { readonly id: number; readonly text: string; readonly probability: number };

/** How far a text that the model writes on is. */
export type Writing = {
  /**
   * `waiting` for the run with the newest token, or for what it says with heads off; `over` where the next token ends the text;
   * `full` where the model reads no more; `unsaid` where what it says with heads off could not be had.
   */
  readonly status: 'ready' | 'waiting' | 'over' | 'full' | 'unsaid';
  /** Place of the token that comes next, and its id; -1 where the model says none. */
  readonly position: number;
  readonly nextId: number;
  /** The likeliest, most probable first; with heads off what is likeliest then. */
  readonly candidates: readonly Said[];
  /** Tokens that are written in the run on screen. */
  readonly nWritten: number;
  /** The newest of them, with how likely it was, and how many were likelier; null where there is none, and where that is not known. */
  readonly last: (Said & { readonly nLikelier: number }) | null;
  readonly isWithHeadsOff: boolean;
};

/** Whether the model of a run can go on with its text or its target: it says, of one, what comes next. */
function canWriteOn(run: ModelRun): boolean {
  const { model, pair, foretold = [], targetTokens } = run;
  const { writesSecond, isWrittenOn } = MODEL_INPUTS[model.takes];
  const isOne = writesSecond ? hasTarget(run) : !pair && targetTokens === null;
  return isOne && isWrittenOn && foretold.length === 1 && foretold[0]?.isMask === false;
}

/** Whether the run on screen can be. */
export function selectCanWriteOn({ run }: Pick<AppState, 'run'>): boolean {
  return run !== null && canWriteOn(run);
}

/** How far it is, of the run on screen; null where that one cannot be written on. */
export function writingOf(state: AppState): Writing | null {
  const { run, view } = state;
  if (run === null || !canWriteOn(run)) return null;
  const isWithHeadsOff = wantedAblation(state) !== null;
  const logits = isWithHeadsOff ? (currentAblated(state)?.logits ?? null) : run.logits;
  const position = (run.foretold?.[0]?.position ?? 0) + 1;
  const row = logits && rowOf(logits, position - 1);
  const forbidden = forbiddenIn(run);
  const nextId = logits && row ? nextOf(logits, row, view.sampling, position, forbidden) : -1;
  const isThere = isRunLive(state) && isOfText(run, view) && (!isWithHeadsOff || isEffectCurrent(state));
  const isFull = isCutWhereWritten(run) || position >= run.model.maxTokens;
  const status = isFailed(state)
    ? 'unsaid'
    : !isThere
      ? 'waiting'
      : isFull
        ? 'full'
        : nextId < 0
          ? 'unsaid'
          : run.model.endIds?.includes(nextId)
            ? 'over'
            : 'ready';
  const said = isWithHeadsOff ? saidWithHeadsOff(state, position - 1) : (run.foretold?.[0]?.candidates ?? []);
  // What the files forbid to be written is none to go on with.
  const candidates = said.filter(({ id }) => !forbidden.includes(id));
  const nWritten = writtenIn(run).length;
  return { status, position, nextId, candidates, nWritten, last: lastOf(run, logits, position - 1), isWithHeadsOff };
}

/** Ids that the files forbid at the place that comes next: more where nothing is typed or written yet, as where a model writes a whole target. */
function forbiddenIn(run: ModelRun): readonly number[] {
  const { neverIds = [], neverFirstIds = [] } = run.model;
  const tokens = run.targetTokens ?? run.tokens;
  return neverFirstIds.length > 0 && tokens.every(({ special }) => special)
    ? [...neverIds, ...neverFirstIds]
    : neverIds;
}

type Next = { readonly position: number; readonly sampling: AppState['view']['sampling']; readonly id: number };
const drawn = new WeakMap<Logits, Next>();

/** The token that comes next: looked for in the whole vocabulary once, however often the page asks. */
function nextOf(
  logits: Logits,
  row: Float32Array,
  sampling: Next['sampling'],
  position: number,
  never: readonly number[],
): number {
  const known = drawn.get(logits);
  if (known?.position === position && known.sampling === sampling) return known.id;
  const allowed = never.length === 0 ? row : row.slice();
  for (const id of never) allowed[id] = -Infinity;
  const id = nextToken(allowed, sampling, position);
  drawn.set(logits, { position, sampling, id });
  return id;
}

function isFailed({ ablated }: AppState): boolean {
  return ablated.error !== null && ablated.errorOf === ablated.wantedId;
}

function saidWithHeadsOff(state: AppState, position: number): readonly Said[] {
  const { effect, words } = state.ablated;
  // Until the newest is there, those before it stay.
  const found = isEffectCurrent(state)
    ? effect?.positions.find((one) => one.position === position)
    : effect?.positions.at(-1);
  return (found?.after ?? []).map((one) => ({ ...one, text: words.get(one.id) ?? `token ${one.id}` }));
}

const told = new WeakMap<Logits, { readonly token: Token | undefined; readonly last: Writing['last'] }>();

/** Scores after the token before it tell how likely the newest one was: read once, as the next one is. */
function lastOf(run: ModelRun, logits: Logits | null, position: number): Writing['last'] {
  const token = (run.targetTokens ?? run.tokens)[position];
  const known = logits && told.get(logits);
  if (known && known.token === token) return known.last;
  const last = lastIn(token, logits, position);
  if (logits) told.set(logits, { token, last });
  return last;
}

function lastIn(token: Token | undefined, logits: Logits | null, position: number): Writing['last'] {
  const row = logits && rowOf(logits, position - 1);
  const score = row?.[token?.id ?? -1];
  if (!token?.isWritten || !row || score === undefined) return null;
  let nLikelier = 0;
  for (const other of row) if (other > score) nLikelier += 1;
  return { id: token.id, text: token.text, probability: Math.exp(score - logSumExp(row)), nLikelier };
}

function rowOf({ nTokens, nVocab, data }: Logits, position: number): Float32Array | null {
  return position >= 0 && position < nTokens ? data.subarray(position * nVocab, (position + 1) * nVocab) : null;
}
