import { useMemo } from 'react';
import { formatHead, sameHead } from '../../core/selection.ts';
import { isInWindow } from '../../core/inside/road.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import { headTags } from '../shown/headTags.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { freshReports, reportsOf } from '../shown/selectors.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import type { Road } from './stageGroups.ts';
import { pinCell } from './useCell.ts';
import type { Cell } from './pinnedCell.ts';
import type { OwnStack } from './rowBasis.ts';
import { offWords } from './turnedWords.ts';
import { weightText } from './weightText.ts';
import { windowWords } from './windowWords.ts';
import styles from './inside.module.css';

const selectHeads = (state: AppState) => state.view.heads;
const selectOff = (state: AppState) => state.view.ablation.length;

type CellLineProps = {
  readonly stack: OwnStack;
  readonly head: HeadRef;
  readonly road: Road;
  readonly pinned: Cell;
};

/** Which head, which query, which key: the one sentence that all numbers of the page belong to. */
export function CellLine({ stack, head, road, pinned }: CellLineProps) {
  const heads = useApp(selectHeads);
  const reports = useApp(freshReports);
  const nOff = useApp(selectOff);
  const { row, key } = road;
  const { layer } = road.head;
  const { kind } = stack.tensor;
  const own = useMemo(() => reportsOf(reports, kind), [reports, kind]);
  const tag = own === null ? undefined : headTags(own, pieceWord(stack, 'key')).get(formatHead(head));
  const query = stack.queryTokens[row.query];
  const options = useMemo(
    () =>
      stack.keyTokens.map((token) => (
        <option key={token.position} value={token.position}>
          {nameInPlace(token)}
        </option>
      )),
    [stack.keyTokens],
  );
  const isKept = pinned.query === row.query && pinned.key === key;
  const isPinned = heads.some((one) => sameHead(one, head));
  return (
    <div className={styles.cell}>
      <p className={styles.heads} role="group" aria-label="Pinned heads">
        {isPinned ? null : <b>{headName(stack.tensor, head)}</b>}
        {heads.map((one, index) => (
          <button
            key={formatHead(one)}
            type="button"
            aria-pressed={sameHead(one, head)}
            onClick={() => dispatch({ type: 'pinActivated', index })}
          >
            {headName(stack.tensor, one)}
          </button>
        ))}
        <span>{tag?.says}</span>
      </p>
      <p className={styles.pair}>
        <b data-side="query" dir="auto">
          {query === undefined ? row.query : nameInPlace(query)}
        </b>{' '}
        looks at{' '}
        <select
          data-side="key"
          aria-label="Key"
          value={key}
          onChange={(event) => pinCell({ query: pinned.query, key: Number(event.target.value) })}
        >
          {options}
        </select>{' '}
        {row.allowed[key] === 0 ? (
          isInWindow(layer, row.query, key) ? (
            'not at all: the mask takes it away'
          ) : (
            'not at all: it stands in another window'
          )
        ) : (
          <>
            with weight <b>{weightText(row.weights[key] ?? 0, row.isHalf)}</b>
          </>
        )}
        <span className={styles.words}>{isKept ? '' : ' pointed at'}</span>
      </p>
      {layer.windows === undefined ? null : (
        <p className={styles.words}>{windowWords(layer.windows, row.query, key)}</p>
      )}
      {stack.off !== null ? (
        <p className={styles.words}>{offWords(stack.off, stack.run.attention)}</p>
      ) : nOff === 0 ? null : (
        <p className={styles.words}>Of the model as it is, with no head switched off.</p>
      )}
    </div>
  );
}
