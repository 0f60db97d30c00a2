import { useDeferredValue, useMemo, useState } from 'react';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import { MIN_TEXTS } from '../../core/alike/verdict.ts';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { AlikeMatrix } from '../../views/AlikeMatrix/AlikeMatrix.tsx';
import { AlikePlane } from '../../views/AlikeMatrix/AlikePlane.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { textOnScreen } from '../ablation/shown.ts';
import { headTags } from '../headTags.ts';
import type { AppState } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import { alikeOf, groupsOf, headAt } from '../studies/alike.ts';
import { takesList } from '../studies/basis.ts';
import { BasisChoice } from '../studies/BasisChoice.tsx';
import { basisWords } from '../studies/basisWords.ts';
import type { Basis } from '../studies/studies.ts';
import { StudyBar } from '../studies/StudyBar.tsx';
import { useHeadMap } from '../studies/useHeadMap.ts';
import { useStack } from '../useStack.ts';
import type { ShownStack } from '../useStack.ts';
import type { StudyPanelProps } from './ImportancePanel.tsx';
import { PairPart } from './PairPart.tsx';
import { PairTable } from './PairTable.tsx';
import styles from '../studies/studies.module.css';

const selectStudy = (state: AppState) => state.studies.alike;
const selectTau = (state: AppState) => state.view.tau;
const selectPair = (state: AppState) => state.studies.pair;
const selectIsList = (state: AppState) =>
  state.studies.sentences.isList && state.model.status === 'ready' && takesList(state.model.model.takes);
const selectIsReady = (state: AppState) => state.model.status === 'ready' && state.run !== null;

/** Which heads look at the same places: a map of distances, groups of heads, and any two side by side. */
export function AlikePanel({ hover, scheme, rem, studies }: StudyPanelProps) {
  const study = useApp(selectStudy);
  const isReady = useApp(selectIsReady);
  const isList = useApp(selectIsList);
  const text = useApp(textOnScreen);
  const stack = useStack();
  const comparison = useDeferredValue(alikeOf(study, stack?.tensor.kind));
  const isOther = study?.basis.kind === 'sentence' && study.basis.texts[0] !== text;
  return (
    <section className={styles.page} aria-label="Heads that look alike">
      <BasisChoice />
      <StudyBar study={study} controls={studies}>
        <button type="button" disabled={studies === null || !isReady} onClick={() => studies?.compare()}>
          {isList ? 'Compare on the list' : 'Compare on this sentence'}
        </button>
      </StudyBar>
      {comparison === null || stack === null || study === null ? (
        <p className={styles.words}>
          The distance of two heads is that of their patterns, row by row: 0 where both look at the same places, 1 where
          they share none. From {MIN_TEXTS} sentences on, heads that stay close are called redundant.
        </p>
      ) : !comparison.distance.every(Number.isFinite) ? (
        <p className={styles.words} role="status">
          Too short to compare: how two heads look is told from rows with three keys or more, and{' '}
          {basisWords(study.basis)} has none.
        </p>
      ) : (
        <>
          <Groups comparison={comparison} basis={study.basis} isOther={isOther} />
          <Maps comparison={comparison} stack={stack} hover={hover} scheme={scheme} rem={rem} />
          <PairPart comparison={comparison} stack={stack} hover={hover} scheme={scheme} rem={rem} studies={studies} />
          <PairTable comparison={comparison} stack={stack} />
        </>
      )}
    </section>
  );
}

/** The slider for how close is alike, and what follows from it; never a share of heads without both and the sentences. */
function Groups({
  comparison,
  basis,
  isOther,
}: {
  readonly comparison: CombinedComparison;
  readonly basis: Basis;
  readonly isOther: boolean;
}) {
  const tau = useApp(selectTau);
  const { nLayers, nHeads, nTexts } = comparison;
  const groups = groupsOf(comparison, tau);
  const nShared = groups.filter(({ members }) => members.length > 1).length;
  return (
    <div className={styles.bar}>
      <label className={styles.tau}>
        alike within
        <input
          type="range"
          min={0.05}
          max={0.6}
          step={0.01}
          value={tau}
          aria-label="Distance within which heads are alike"
          onChange={(event) => dispatch({ type: 'viewChanged', change: { tau: Number(event.target.value) } })}
        />
        <output>{tau.toFixed(2)}</output>
      </label>
      <p className={styles.words} role="status">
        <b>{groups.length}</b> groups among {nLayers * nHeads} heads at {tau.toFixed(2)} over <b>{nTexts}</b>{' '}
        {nTexts === 1 ? 'sentence' : 'sentences'} ({basisWords(basis)}), {nShared} of them with more than one head.{' '}
        {isOther ? <span className={styles.mark}>The sentence has changed since.</span> : null}
      </p>
    </div>
  );
}

type MapsProps = Omit<StudyPanelProps, 'studies'> & {
  readonly comparison: CombinedComparison;
  readonly stack: ShownStack;
};

function Maps({ comparison, stack, hover, scheme, rem }: MapsProps) {
  const [box, size] = useSize();
  const tau = useApp(selectTau);
  const pair = useApp(selectPair);
  const [first, setFirst] = useState<number | null>(null);
  const { nLayers, nHeads, distance, contentDistance } = comparison;
  const n = nLayers * nHeads;
  const { tensor, reports } = stack;
  const found = useHeadMap(distance, n);
  const clusters = useMemo(() => {
    const of = Array.from({ length: n }, () => 0);
    groupsOf(comparison, tau).forEach(({ members }, index) => {
      for (const member of members) of[member] = index;
    });
    return of;
  }, [comparison, n, tau]);
  const names = useMemo(
    () => Array.from({ length: n }, (_, i) => headName(tensor, headAt(i, nHeads))),
    [n, nHeads, tensor],
  );
  const glyphs = useMemo(() => {
    const tags = reports === null ? null : headTags(reports);
    return Array.from({ length: n }, (_, i) => {
      const label = tags?.get(formatHead(headAt(i, nHeads)))?.label ?? null;
      return label === null ? null : LABEL_WORDS[label].glyph;
    });
  }, [n, nHeads, reports]);
  const indexOf = ({ layer, head }: HeadRef): number => layer * nHeads + head;
  const selected: readonly [number, number] | null = pair === null ? null : [indexOf(pair[0]), indexOf(pair[1])];
  const choose = (a: number, b: number): void => selectPairOf(headAt(a, nHeads), headAt(b, nHeads));
  const half = size.width > 40 * rem ? Math.floor((size.width - 1.2 * rem) / 2) : size.width;
  const height = Math.min(half, 24 * rem);
  return (
    <div ref={box} className={styles.plots}>
      {size.width === 0 ? null : found === null || found.map.tree.order.length !== n ? (
        <p className={styles.words} style={{ height }}>
          Drawing the map …
        </p>
      ) : (
        <>
          <AlikeMatrix
            names={names}
            nHeads={nHeads}
            distance={distance}
            contentDistance={contentDistance}
            order={found.map.tree.order}
            merges={found.map.tree.merges}
            tau={tau}
            selected={selected}
            width={half}
            height={height}
            rem={rem}
            scheme={scheme}
            hover={hover}
            onSelect={choose}
          />
          <AlikePlane
            names={names}
            nHeads={nHeads}
            points={found.map.plane.points}
            share={found.map.plane.shown}
            glyphs={glyphs}
            clusters={clusters}
            selected={first === null ? (selected ?? []) : [first]}
            width={half}
            height={height}
            rem={rem}
            scheme={scheme}
            hover={hover}
            onSelect={(index) => {
              // Two points make a pair: the first one waits for the second.
              if (first === null || first === index) setFirst(first === index ? null : index);
              else {
                setFirst(null);
                choose(first, index);
              }
            }}
          />
        </>
      )}
    </div>
  );
}

/** Holds two heads side by side: both are pinned, if there is room, and their difference is drawn. */
export function selectPairOf(a: HeadRef, b: HeadRef): void {
  dispatch({ type: 'pairSelected', pair: [a, b] });
}
