import { useState } from 'react';
import type { AskedWord } from '../../core/inside/questions.ts';
import { MAX_WORD } from '../state/fields.ts';
import { readWords } from './readWords.ts';
import styles from './inside.module.css';

type AskWordProps = {
  /** The word that is asked about; empty for none. */
  readonly word: string;
  /** How the model reads the word that was typed; null while there is none, or no answer. */
  readonly found: AskedWord | null;
  /** An empty word asks about none. */
  readonly onAsk: (word: string) => void;
};

/** A box in which a person types any word of the vocabulary; asked about when it is sent. */
export function AskWord({ word, found, onAsk }: AskWordProps) {
  const [typed, setTyped] = useState(word);
  const [asked, setAsked] = useState(word);
  // Back and Forward ask about another one.
  if (asked !== word) {
    setAsked(word);
    setTyped(word);
  }
  return (
    <>
      <form
        className={styles.ask}
        onSubmit={(event) => {
          event.preventDefault();
          onAsk(typed.trim());
        }}
      >
        <label>
          any word{' '}
          <input
            type="text"
            value={typed}
            maxLength={MAX_WORD}
            size={12}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="auto"
            aria-label="Any word"
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <button type="submit">ask</button>
      </form>
      <p className={styles.read} role="status">
        {found === null ? '' : readWords(found)}
      </p>
    </>
  );
}
