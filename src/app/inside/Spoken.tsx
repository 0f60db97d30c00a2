import type { SpokenToken } from '../../core/inside/questions.ts';
import { visibleText } from '../../core/tokenText.ts';
import { alignedChanges } from '../../views/parts/numbers.ts';
import styles from './inside.module.css';

/** Words with what is added to the score of each, in order. */
export function Spoken({ title, tokens }: { readonly title: string; readonly tokens: readonly SpokenToken[] }) {
  const numbers = alignedChanges(tokens.map(({ value }) => value));
  return (
    <div>
      <h4 className={styles.listTitle}>{title}</h4>
      <ol className={styles.spoken} aria-label={title}>
        {tokens.map((token, at) => (
          <li key={token.id}>
            <b dir="auto">{visibleText(token)}</b> <span>{numbers[at]}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
