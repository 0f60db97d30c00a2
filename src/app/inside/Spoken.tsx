import type { SpokenToken } from '../../core/inside/questions.ts';
import { alignedChanges } from '../../views/parts/numbers.ts';
import { spokenLines } from './spokenLines.ts';
import styles from './inside.module.css';

/** Words with what is added to the score of each, in order. */
export function Spoken({ title, tokens }: { readonly title: string; readonly tokens: readonly SpokenToken[] }) {
  const numbers = alignedChanges(tokens.map(({ value }) => value));
  return (
    <div>
      <h4 className={styles.listTitle}>{title}</h4>
      <ol className={styles.spoken} aria-label={title}>
        {spokenLines(tokens, numbers).map(({ id, text, nMore, number }) => (
          <li key={id}>
            <span>
              <b dir="auto">{text}</b>
              {nMore === 0 ? '' : ` and ${nMore} more alike`}
            </span>{' '}
            <span>{number}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
