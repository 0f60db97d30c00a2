import { useDeferredValue } from 'react';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import { ALIKE_KEYS } from '../../core/alike/comparison.ts';
import { MIN_TEXTS } from '../../core/alike/verdict.ts';
import { counted } from '../../core/numberWords.ts';
import { expectedWords } from '../../core/study/expected.ts';
import { FaintGrid } from '../../views/parts/FaintGrid.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { alikeMs } from '../shown/expected.ts';
import { otherBasis } from '../shown/otherBasis.ts';
import { textOnScreen, thingOnScreen } from '../shown/inputOnScreen.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { alikeOf } from '../shown/alike.ts';
import { shownAlike } from '../shown/shownAlike.ts';
import { comparedWords, groupsWords, KEYS_WORDS, restingHeadsWords, tooShortWords } from './alikeWords.ts';
import { BasisChoice } from '../parts/BasisChoice.tsx';
import { basisNow } from '../shown/basis.ts';
import type { Thing } from '../../core/runExtras.ts';
import type { AlikeStudy } from '../state/studies.ts';
import { StudyBar } from '../parts/StudyBar.tsx';
import { useHeadMap } from './useHeadMap.ts';
import { useStack } from '../shown/useStack.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { AlikeMaps } from './AlikeMaps.tsx';
import { AlikeTables } from './AlikeTables.tsx';
import { Term } from '../../views/parts/Term.tsx';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { Choice } from '../parts/Choice.tsx';
import { PairPart } from './PairPart.tsx';
import styles from '../parts/studies.module.css';

const selectStudy = (state: AppState) => state.studies.alike;
const selectTau = (state: AppState) => state.view.groups;
const selectKeys = (state: AppState) => state.view.keys;
const selectIsReady = (state: AppState) => state.model.status === 'ready' && state.run !== null;

/** Which heads look at the same places: a map of distances, groups of heads, and any two side by side. */
export function AlikePanel() {
  const study = useApp(selectStudy);
  const isReady = useApp(selectIsReady);
  const basis = useApp(basisNow);
  const thing = useApp(thingOnScreen);
  const keys = useApp(selectKeys);
  const text = useApp(textOnScreen);
  const isOther = study !== null && otherBasis(study.basis, text) !== null;
  const { rem } = useStage();
  const stack = useStack();
  const comparison = useDeferredValue(alikeOf(study, stack?.tensor.kind));
  const [box, size] = useSize();
  const nHeads = (stack?.tensor.nLayers ?? 0) * (stack?.tensor.nHeads ?? 0);
  const side = Math.min(size.width, 20 * rem);
  const expected = useApp(alikeMs);
  const tooShort = comparison === null ? null : tooShortWords(comparison, keys, study?.basis.thing ?? 'sentence');
  return (
    <section className={styles.page} aria-label="Heads that look alike">
      <BasisChoice />
      <StudyBar study={study}>
        <button type="button" disabled={!isReady} onClick={() => dispatch({ type: 'compareAsked' })}>
          {basis === 'sentence'
            ? `Compare on this ${thing}`
            : `Compare on the ${basis === 'list' ? 'list' : 'pictures'}`}
        </button>
        {study === null && basis === 'sentence' && expected !== null ? (
          <span className={styles.words}>{expectedWords(expected)}</span>
        ) : null}
      </StudyBar>
      {comparison === null || stack === null || study === null ? (
        <div ref={box} className={styles.toCome}>
          {stack === null ? null : <FaintGrid nRows={nHeads} nColumns={nHeads} width={side} height={side} />}
          <DistanceWords thing={thing} />
        </div>
      ) : (
        <>
          <div className={styles.bar}>
            {/* In one place, whatever was found: whoever chooses keys stays where they are. */}
            <KeysChoice />
            {tooShort === null ? (
              <Groups study={study} comparison={comparison} stack={stack} />
            ) : (
              <p className={styles.words} role="status">
                {tooShort}
              </p>
            )}
          </div>
          {tooShort === null ? (
            <div className={isOther ? styles.other : undefined}>
              <Found comparison={comparison} stack={stack} />
              <DistanceWords thing={thing} />
            </div>
          ) : null}
        </>
      )}
      {stack === null ? null : <PairPart comparison={tooShort === null ? comparison : null} stack={stack} />}
    </section>
  );
}

/** What the numbers of this page are. */
function DistanceWords({ thing }: { readonly thing: Thing }) {
  return (
    <p className={styles.words}>
      Every two heads have a number: the <Term of="distance">distance</Term> of their patterns, row by row, 0 where both
      look at the same places, 1 where they share none. From {counted(MIN_TEXTS, thing)} on, heads that stay close are
      called <Term of="redundant">redundant</Term>.
    </p>
  );
}

type FoundProps = {
  readonly comparison: CombinedComparison;
  readonly stack: ShownStack;
};

function Found({ comparison, stack }: FoundProps) {
  const tau = useApp(selectTau);
  const keys = useApp(selectKeys);
  const found = shownAlike(comparison, stack, keys, tau);
  const map = useHeadMap(found.matrix.distance, found.tree.placed);
  const shared = { comparison, stack, found, map };
  return (
    <>
      <AlikeMaps {...shared} />
      <AlikeTables {...shared} />
    </>
  );
}

/** On which keys heads are held against each other: all that is drawn follows. */
function KeysChoice() {
  const keys = useApp(selectKeys);
  return (
    <Choice
      name="keys"
      title="Distance on"
      values={ALIKE_KEYS}
      value={keys}
      wordsOf={(one) => KEYS_WORDS[one].name}
      hintOf={(one) => KEYS_WORDS[one].says}
      onChange={(one) => dispatch({ type: 'viewChanged', change: { keys: one } })}
    />
  );
}

const GROUP_TERMS = { 'content keys': 'content-keys' } as const;

type GroupsProps = {
  readonly study: AlikeStudy;
  readonly comparison: CombinedComparison;
  readonly stack: ShownStack;
};

/** The slider for how close is alike, and what follows from it; never a share of heads without both and the sentences. */
function Groups({ study, comparison, stack }: GroupsProps) {
  const thing = useApp(thingOnScreen);
  const tau = useApp(selectTau);
  const keys = useApp(selectKeys);
  const text = useApp(textOnScreen);
  const { basis } = study;
  const { groups, nLeftOut, plane } = shownAlike(comparison, stack, keys, tau);
  const isOther = otherBasis(basis, text) !== null;
  return (
    <>
      <label className={styles.tau}>
        alike within
        <input
          type="range"
          min={0.05}
          max={0.6}
          step={0.01}
          value={tau}
          aria-label="Distance within which heads are alike"
          onChange={(event) => dispatch({ type: 'viewChanged', change: { groups: Number(event.target.value) } })}
        />
        <output>{tau.toFixed(2)}</output>
      </label>
      <p className={styles.words} role="status">
        <b>{groups.length}</b> {withTerms(groupsWords(comparison, keys, tau, nLeftOut, basis.thing), GROUP_TERMS)},{' '}
        {plane.groups.length} of them with more than one head: {comparedWords(study, comparison)}{' '}
        {restingHeadsWords(comparison, keys)}{' '}
        {isOther ? <span className={styles.mark}>The {thing} has changed since. What is drawn is grey.</span> : null}
      </p>
    </>
  );
}
