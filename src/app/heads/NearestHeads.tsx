import { nTextsOn } from '../../core/alike/combine.ts';
import type { HeadRef } from '../../core/selection.ts';
import { counted, twoDecimals } from '../../core/numberWords.ts';
import { headName } from '../../core/tensor.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { alikeOf, nearestTo } from '../shown/alike.ts';
import type { ShownStack } from '../shown/useStack.ts';
import styles from './DetailPanel.module.css';

const selectAlike = (state: AppState) => state.studies.alike;

const selectKeys = (state: AppState) => state.view.keys;

const COUNT = 3;

/** The heads whose patterns are nearest to one, once they have been compared. */
export function NearestHeads({ stack, head }: { readonly stack: ShownStack; readonly head: HeadRef }) {
  const study = useApp(selectAlike);
  const comparison = alikeOf(study, stack.tensor.kind);
  const keys = useApp(selectKeys);
  if (study === null || comparison === null) return null;
  const nearest = nearestTo(comparison, head, COUNT, keys);
  if (nearest.length === 0) return null;
  const nTexts = nTextsOn(comparison, keys);
  return (
    <span className={styles.nearest}>
      nearest to {headName(stack.tensor, head)}
      {keys === 'all' ? '' : ' on content keys'}:
      {nearest.map((one) => (
        <button
          key={headName(stack.tensor, one.head)}
          type="button"
          title={`Pin ${headName(stack.tensor, one.head)}; distance over ${counted(nTexts, study.basis.thing)}`}
          onClick={() => dispatch({ type: 'headPinned', head: one.head })}
        >
          {headName(stack.tensor, one.head)} {twoDecimals(one.distance)}
        </button>
      ))}
    </span>
  );
}
