import { useMemo, useState } from 'react';
import type { RefObject } from 'react';
import { findTokens } from '../../core/stretch/findTokens.ts';
import type { AskSide } from '../../core/ask/answers.ts';
import type { ShownStack } from '../shown/useStack.ts';
import styles from './ZoomBar.module.css';

/** A token that was found, and the axis that it is of. */
export type FoundToken = { readonly position: number; readonly side: AskSide };

type FindTokenProps = {
  readonly stack: ShownStack;
  readonly box: RefObject<HTMLInputElement | null>;
  readonly onFound: (token: FoundToken) => void;
};

/** A box that goes from one token to the next in which the typed word begins. */
export function FindToken({ stack, box, onFound }: FindTokenProps) {
  const [word, setWord] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => foundIn(stack, word), [stack, word]);
  const go = (all: readonly FoundToken[], to: number): void => {
    const next = all.length === 0 ? 0 : (to + all.length) % all.length;
    setAt(next);
    const token = all[next];
    if (token !== undefined) onFound(token);
  };
  return (
    <span className={styles.find}>
      <input
        ref={box}
        type="search"
        aria-label="Find a token"
        placeholder="Find a token"
        title="Enter: the next one; with Shift: the one before"
        autoComplete="off"
        spellCheck={false}
        value={word}
        onChange={({ target }) => {
          setWord(target.value);
          go(foundIn(stack, target.value), 0);
        }}
        onKeyDown={({ key, shiftKey, currentTarget }) => {
          if (key === 'Enter') go(found, at + (shiftKey ? -1 : 1));
          if (key === 'Escape') currentTarget.blur();
        }}
      />
      <span role="status" className={styles.found}>
        {word.trim() === ''
          ? ''
          : found.length === 0
            ? 'none'
            : `${Math.min(at, found.length - 1) + 1} of ${found.length}`}
      </span>
    </span>
  );
}

/** In cross-attention those of the queries come first. */
function foundIn({ tensor, queryTokens, keyTokens }: ShownStack, word: string): readonly FoundToken[] {
  const of = (side: AskSide): readonly FoundToken[] =>
    findTokens(side === 'query' ? queryTokens : keyTokens, word).map((position) => ({ position, side }));
  return tensor.kind === 'cross' ? [...of('query'), ...of('key')] : of('query');
}
