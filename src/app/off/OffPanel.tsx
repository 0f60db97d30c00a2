import { useState } from 'react';
import { NO_ABLATION } from '../../core/ablation/ablation.ts';
import type { AblationMode, TurnedHead } from '../../core/ablation/ablation.ts';
import { allBut, headKey, turnHead, turnLayer } from '../../core/ablation/turning.ts';
import { formatAblation, parseAblation } from '../../core/ablation/address.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import { sameHead } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { ablate, ablationOf, kindOnScreen, pinTurned, toggleOnScreen } from '../shown/turning.ts';
import { withoutSet, withSet } from '../state/savedSets.ts';
import type { SavedSet } from '../state/savedSets.ts';
import { meanOverOf } from '../shown/shown.ts';
import { prunedOnScreen } from '../shown/storedModel.ts';
import { turnedName } from '../shown/turnedName.ts';
import { MODE_WORDS, MODES } from '../parts/modeWords.ts';
import { meanWords } from './offWords.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { useStack } from '../shown/useStack.ts';
import { EffectPanel } from './EffectPanel.tsx';
import { Term } from '../../views/parts/Term.tsx';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { Choice } from '../parts/Choice.tsx';
import controls from '../parts/controls.module.css';
import { RecordedOff } from './RecordedOff.tsx';
import styles from './OffPanel.module.css';

const selectAblation = (state: AppState) => state.view.ablation;
const selectMode = (state: AppState) => state.view.mode;
const selectSupport = (state: AppState) => (state.model.status === 'ready' ? state.model.ablation : null);
const selectIsReady = (state: AppState) => state.model.status === 'ready';
const selectActive = (state: AppState) => state.view.heads[state.activePin] ?? null;
const selectModelId = (state: AppState) => state.view.modelId;
const selectKeepsSets = (state: AppState) => state.keepsSets;
const selectSets = (state: AppState) => state.savedSets;

/** Switching heads off: which, how, and what the model then says instead. */
export function OffPanel() {
  const support = useApp(selectSupport);
  const isReady = useApp(selectIsReady);
  if (isReady && support === null) return <RecordedOff />;
  return (
    <section className={styles.panel} aria-label="Switch heads off">
      <div className={styles.choice}>
        <ModeChoice />
        <TurnedList />
        <PrunedSize />
        <Buttons />
        <SavedSets />
      </div>
      <EffectPanel />
    </section>
  );
}

const SAYS_TERMS = { 'residual stream': 'residual-stream' } as const;

/** What stands in for a head that is switched off. */
function ModeChoice() {
  const mode = useApp(selectMode);
  const support = useApp(selectSupport);
  const meanOver = useApp(meanOverOf);
  const has = (one: AblationMode): boolean => support === null || support.modes.includes(one);
  return (
    <div className={styles.modes}>
      <Choice
        name="mode"
        title="In place of the head"
        values={MODES}
        value={mode}
        wordsOf={(one) => MODE_WORDS[one].name}
        hintOf={(one) => MODE_WORDS[one].says}
        isPossible={has}
        onChange={(one) => dispatch({ type: 'viewChanged', change: { mode: one } })}
      />
      <p>
        <Term of={mode}>{MODE_WORDS[mode].name}</Term>:{' '}
        {withTerms(mode === 'mean' && meanOver !== null ? meanWords(meanOver) : MODE_WORDS[mode].says, SAYS_TERMS)}{' '}
        Taking a head away like this is an <Term of="ablation">ablation</Term>.
      </p>
      {support === null || support.limits === null ? null : <p className={styles.limits}>{support.limits}</p>}
    </div>
  );
}

/** The heads turned down, each with what is kept of it. */
function TurnedList() {
  const turned = useApp(selectAblation);
  if (turned.length === 0) {
    return (
      <p className={controls.hint}>
        No head is switched off.{' '}
        <span className={controls.byKey}>
          Point at one in the grid and press <kbd>x</kbd>, or press on a layer’s name.
        </span>
        <span className={controls.byTouch}>
          Press on one in the grid, then on its name beside “Switch off” below; or on a layer’s name.
        </span>
      </p>
    );
  }
  return (
    <ul className={styles.heads} aria-label="Heads turned down">
      {turned.map((head) => (
        <TurnedRow key={headKey(head.kind, head)} head={head} />
      ))}
    </ul>
  );
}

/** What the file would be smaller by. */
function PrunedSize() {
  const words = useApp(prunedOnScreen);
  return words === '' ? null : <p className={controls.hint}>{words}</p>;
}

function TurnedRow({ head }: { readonly head: TurnedHead }) {
  const stack = useStack();
  const view = useApp(selectView);
  const name = turnedName(stack?.run.attention ?? [], head);
  const turn = (keep: number) => ablate(turnHead(ablationOf(view), head.kind, head, keep));
  return (
    <li className={styles.row}>
      <button type="button" className={styles.name} title={`Pin ${name}`} onClick={() => pinTurned(head)}>
        {name}
      </button>
      <input
        type="range"
        min={0}
        max={0.95}
        step={0.05}
        value={head.keep}
        aria-label={`Kept of ${name}`}
        onChange={(event) => turn(Number(event.target.value))}
      />
      <output>{head.keep === 0 ? 'off' : `× ${twoDecimals(head.keep)}`}</output>
      <button type="button" className={styles.plain} aria-label={`Switch ${name} on again`} onClick={() => turn(1)}>
        ×
      </button>
    </li>
  );
}

const selectView = (state: AppState) => state.view;

/** Many heads at once, by the head that is looked at. */
function Buttons() {
  const view = useApp(selectView);
  const active = useApp(selectActive);
  const kind = useApp(kindOnScreen);
  const tensor = useStack()?.tensor ?? null;
  const ablation = ablationOf(view);
  if (tensor === null) return null;
  const name = active === null ? '' : headName(tensor, active);
  const isTurned = active !== null && view.ablation.some((one) => sameHead(one, active) && one.kind === kind);
  return (
    <div className={styles.buttons} role="group" aria-label="Switch off">
      <span>Switch off</span>
      {active === null ? null : (
        <>
          <button type="button" aria-pressed={isTurned} onClick={() => toggleOnScreen(active)}>
            {name}
          </button>
          <button
            type="button"
            title={`Switch off every head of this stack but ${name}`}
            onClick={() => ablate(allBut(ablation, kind, [active], tensor))}
          >
            all but {name}
          </button>
          <button type="button" onClick={() => ablate(turnLayer(ablation, kind, active.layer, tensor.nHeads, 0))}>
            layer {tensor.layerNumbers?.[active.layer] ?? active.layer}
          </button>
        </>
      )}
      <button type="button" disabled={view.ablation.length === 0} onClick={() => ablate(NO_ABLATION)}>
        none
      </button>
    </div>
  );
}

/** Sets of heads kept under a name in this browser. */
function SavedSets() {
  const [name, setName] = useState('');
  const view = useApp(selectView);
  const modelId = useApp(selectModelId);
  const all = useApp(selectSets);
  const keepsSets = useApp(selectKeepsSets);
  const attention = useStack()?.run.attention ?? [];
  const namesOf = (set: SavedSet): string =>
    (parseAblation(set.heads) ?? []).map((head) => turnedName(attention, head)).join(', ');
  const own = all.filter((set) => set.modelId === modelId);
  const heads = formatAblation(view.ablation);
  const save = (): void => {
    if (name.trim() === '' || view.ablation.length === 0) return;
    dispatch({ type: 'setsChanged', sets: withSet(all, { name, modelId, heads, mode: view.mode }) });
    setName('');
  };
  return (
    <div className={styles.sets}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <input
          value={name}
          placeholder="name of this set"
          aria-label="Name of the set to save"
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" disabled={view.ablation.length === 0 || name.trim() === ''}>
          Save
        </button>
      </form>
      {keepsSets ? null : (
        <p role="status" className={controls.hint}>
          This browser keeps nothing for this page: sets are gone when you leave. A link keeps one.
        </p>
      )}
      {own.length === 0 ? null : (
        <ul aria-label="Saved sets">
          {own.map((set) => (
            <li key={set.name}>
              <button
                type="button"
                aria-pressed={set.heads === heads && set.mode === view.mode}
                title={`${namesOf(set)}, ${set.mode}`}
                onClick={() =>
                  dispatch({
                    type: 'viewChanged',
                    change: { ablation: parseAblation(set.heads) ?? [], mode: set.mode },
                  })
                }
              >
                {set.name}
              </button>
              <button
                type="button"
                className={styles.plain}
                aria-label={`Forget the set ${set.name}`}
                onClick={() => dispatch({ type: 'setsChanged', sets: withoutSet(all, set) })}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
