import { fixed } from '../../../views/parts/numbers.ts';
import type { AppState } from '../../state/appState.ts';
import { textOfRun, textOnScreen } from '../../shown/inputOnScreen.ts';
import { stackOnScreen } from '../../shown/useStack.ts';
import { ARG_KINDS } from './fact.ts';
import type { ArgKind, FactRow, Found, Seen } from './fact.ts';
import { COMPARED_FACTS } from './comparedFacts.ts';
import { isHeadArg, isLabel } from './headIn.ts';
import { INSIDE_FACTS } from './insideFacts.ts';
import { MEASURED_FACTS } from './measuredFacts.ts';
import { PATTERN_FACTS } from './patternFacts.ts';
import { RUN_FACTS } from './runFacts.ts';
import { STORED_FACTS } from './storedFacts.ts';
import { WORD_FACTS } from './wordFacts.ts';

/** Every fact that a lesson can name, by its name; docs/lesson-format.md says of each what it is. */
const FACTS: Readonly<Record<string, FactRow>> = {
  ...RUN_FACTS,
  ...PATTERN_FACTS,
  ...MEASURED_FACTS,
  ...INSIDE_FACTS,
  ...COMPARED_FACTS,
  ...STORED_FACTS,
  ...WORD_FACTS,
};

/** What a fact, as a lesson writes it ("weight L3H2 10 2"), comes to on what is on screen. */
export function factOf(state: AppState, fact: string): Found {
  const [name = '', ...args] = fact.split(' ');
  const row = FACTS[name];
  if (row === undefined) return undefined;
  const seen = known.has(state) ? known.get(state) : seenIn(state);
  known.set(state, seen);
  return seen ? row.of(seen, ...args) : seen;
}

/** A page asks for many facts of one state, which goes with its run once another one is there. */
const known = new WeakMap<AppState, Seen | null | undefined>();

/** What facts are taken from; null while that is on its way, undefined where there is nothing of the kind. */
function seenIn(state: AppState): Seen | null | undefined {
  const { run, view, wantedRunId } = state;
  // What is on screen may be of the model or the sentence before.
  if (
    run === null ||
    run.runId !== wantedRunId ||
    textOfRun(state) !== textOnScreen(state) ||
    run.model.id !== view.modelId
  )
    return null;
  const stack = stackOnScreen(state);
  return stack === null ? undefined : { state, stack };
}

/** A fact as it is written; an ellipsis while it is on its way, a dash where it cannot be had. */
export function factWords(fact: string, found: Found): string {
  if (found === null) return '…';
  if (found === undefined) return '–';
  if (typeof found === 'string') return found;
  const { digits = 2, isChange } = FACTS[fact.split(' ')[0] ?? ''] ?? {};
  const text = Number.isInteger(found) && isChange === undefined ? found.toLocaleString('en') : fixed(found, digits);
  return isChange && found > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** What is wrong with a fact as a lesson writes it; null for nothing. */
export function factTrouble(fact: string): string | null {
  const [name = '', ...args] = fact.split(' ');
  const row = FACTS[name];
  if (row === undefined) return `there is no fact “${name}”; there are ${Object.keys(FACTS).join(', ')}`;
  if (row.args.length !== args.length) return `“${name}” needs ${row.args.join(', ') || 'nothing'} after it`;
  const wrong = args.find((arg, at) => !isArg(row.args[at] ?? 'number', arg));
  return wrong === undefined ? null : `“${name}” cannot be asked of “${wrong}”`;
}

function isArg(kind: ArgKind, text: string): boolean {
  if (kind === 'head') return isHeadArg(text);
  if (kind === 'label') return isLabel(text);
  return ARG_KINDS[kind].test(text);
}
