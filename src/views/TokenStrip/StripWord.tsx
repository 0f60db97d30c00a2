import { memo } from 'react';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { tokenLit } from './TokenStrip.picture.ts';
import type { StripToken, StripValues } from './TokenStrip.picture.ts';
import styles from './TokenStrip.module.css';

type StripWordProps = StripToken & {
  readonly axis: StripValues['axis'];
  /** The side that its line is asked on. */
  readonly side: 'query' | 'key';
  /** Whether an answer names it. */
  readonly isSaid: boolean;
  readonly hover: HoverStore;
  readonly readingId?: string;
};

/** One token of the line. It listens for itself, so that a movement of the pointer draws only the tokens that it lights or puts out. */
export const StripWord = memo(function StripWord(props: StripWordProps) {
  const { axis, position, words, title, isAsked, isSpecial, isWritten, joins, side, isSaid, hover, readingId } = props;
  const lit = useHover(hover, (now) => tokenLit(axis, position, now));
  const isMarked = useHover(hover, (now) => isSaid && now.isAsked);
  return (
    <span
      id={optionId(axis, position)}
      role="option"
      aria-selected={isAsked}
      aria-describedby={isAsked ? readingId : undefined}
      data-position={position}
      data-lit={lit ?? undefined}
      data-said={isMarked || undefined}
      data-side={isAsked ? side : undefined}
      data-special={isSpecial || undefined}
      data-written={isWritten || undefined}
      data-joins={joins || undefined}
      className={styles.token}
      dir="auto"
      title={title}
      onPointerEnter={() => hover.set({ query: null, key: null, source: null, [side]: position })}
    >
      {words}
    </span>
  );
});

export function optionId(axis: StripValues['axis'], position: number): string {
  return `token-${axis}-${position}`;
}
