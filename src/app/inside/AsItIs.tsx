import type { OwnStack } from './rowBasis.ts';
import styles from './inside.module.css';

/** Beside what is asked of words alone while heads are off: that is a matter of the model, not of the run. */
export function AsItIs({ stack: { off } }: { readonly stack: OwnStack }) {
  return off === null ? null : <p className={styles.words}>Of the model as it is, with no head switched off:</p>;
}
