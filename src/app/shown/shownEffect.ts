import type { Effect } from '../../core/effect/effect.ts';
import { visibleText } from '../../core/tokenText.ts';
import type { EffectValues } from '../../views/EffectStrip/EffectStrip.picture.ts';
import type { AppState } from '../state/appState.ts';
import { effectFloor } from './effectFloor.ts';

type Known = { readonly words: ReadonlyMap<number, string>; readonly values: EffectValues };

const known = new WeakMap<Effect, Known>();

/** What heads switched off change, as strip, table and figure show it; the same value as long as it says the same. Null before it is measured. */
export function shownEffect(state: Pick<AppState, 'ablated' | 'studies'>): EffectValues | null {
  const { effect, effectRun, words } = state.ablated;
  if (effect === null || effectRun === null) return null;
  const tokens = effectRun.targetTokens ?? effectRun.tokens;
  const floor = effectFloor(state);
  const before = known.get(effect);
  if (before?.words === words && before.values.tokens === tokens && before.values.floor === floor) return before.values;
  const values = { effect, tokens, textOf: textOfWords(words), floor };
  known.set(effect, { words, values });
  return values;
}

/** A vocabulary id as it is shown on screen: its text with white space made visible, or its number where there is none. */
function textOfWords(words: ReadonlyMap<number, string>): (id: number) => string {
  return (id) => {
    const text = words.get(id);
    return text === undefined ? `#${id}` : visibleText({ text });
  };
}
