import { counted } from '../../core/numberWords.ts';
import type { ReactNode } from 'react';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import type { ShownStack } from '../shown/useStack.ts';
import styles from './DetailPanel.module.css';

const selectTurned = (state: AppState) => state.view.ablation;

/**
 * With heads switched off: says whether the patterns are those of the model as it is. Else what stands in its place, so that
 * nothing moves when a head is switched off.
 */
export function AblatedMark({ stack, children }: { readonly stack: ShownStack; readonly children: ReactNode }) {
  const nTurned = useApp(selectTurned).length;
  if (nTurned === 0) return children;
  const heads = counted(nTurned, 'head');
  return (
    <strong className={styles.mark} title={`${heads} turned down`}>
      {stack.base !== null ? 'after − before' : stack.isAfter ? `ablated: ${heads}` : 'before'}
    </strong>
  );
}
