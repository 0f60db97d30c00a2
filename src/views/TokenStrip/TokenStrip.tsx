import { memo, useEffect, useMemo, useRef } from 'react';
import type { CSSProperties, KeyboardEvent, MouseEvent } from 'react';
import type { HoverStore } from '../hover.ts';
import { useRedrawn } from '../parts/redrawn.ts';
import { useSize } from '../parts/useSize.ts';
import { StripArcs } from './StripArcs.tsx';
import { optionId, StripWord } from './StripWord.tsx';
import { stripTokens } from './TokenStrip.picture.ts';
import type { StripValues } from './TokenStrip.picture.ts';
import styles from './TokenStrip.module.css';

type TokenStripProps = StripValues & {
  readonly name: string;
  readonly hover: HoverStore;
  /** Text that no token stands for because it did not fit, shown struck out at the end; empty if all fits. */
  readonly rest: string;
  readonly rem: number;
  /** Whether the line is broken where it ends; else it scrolls. */
  readonly wraps: boolean;
  /** Whether arcs have to do with less room. */
  readonly isTight: boolean;
  /** Id of the element that says what heads make of the asked word. */
  readonly readingId?: string;
  /** Asks about a word, or lets it go. */
  readonly onAsk: (position: number | null) => void;
};

const NOTHING = { query: null, key: null, source: null } as const;

/** The sentence as the model sees it: its tokens in a line, lit with the heatmaps, one of them asked about, with links as arcs above. */
export const TokenStrip = memo(function TokenStrip(props: TokenStripProps) {
  const { axis, name, tokens, ask, arcs, shown, hover, rest, rem, wraps, isTight, readingId, onAsk } = props;
  useRedrawn();
  const [box, size] = useSize();
  const line = useRef<HTMLDivElement>(null);
  const room = axis === 'both' ? (isTight ? 1.3 : wraps ? 2 : 3.1) * rem : 0;
  const marks = useMemo(() => stripTokens({ tokens, ask }), [tokens, ask]);
  const said = useMemo(() => new Set(ask?.said.map(({ position }) => position)), [ask]);

  const side = axis === 'both' ? (ask?.side ?? 'query') : axis;
  const asked = ask?.position ?? null;
  useEffect(() => {
    if (asked !== null) show(line.current, asked);
  }, [asked]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = movedTo(event.key, asked, tokens.length);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    // With nothing asked about, Esc is for the head.
    if (next === null && asked === null) return;
    event.preventDefault();
    event.stopPropagation();
    hover.set(NOTHING);
    onAsk(next);
  };

  // The line alone takes the focus, and hears for its tokens.
  const onClick = ({ target }: MouseEvent): void => {
    const token = target instanceof Element ? target.closest<HTMLElement>('[data-position]') : null;
    if (token === null) return;
    const position = Number(token.dataset['position']);
    onAsk(position === asked ? null : position);
  };

  return (
    <div
      ref={box}
      className={styles.strip}
      data-wraps={wraps || undefined}
      role="listbox"
      aria-label={name}
      aria-describedby={`token-${axis}-hint`}
      aria-orientation="horizontal"
      aria-activedescendant={asked === null ? undefined : optionId(axis, asked)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onBlur={() => hover.set(NOTHING)}
      onPointerLeave={() => hover.set(NOTHING)}
    >
      <span id={`token-${axis}-hint`} hidden>
        The arrow keys ask about another word, Escape lets it go.
      </span>
      <div className={styles.line} ref={line} style={styleOf(room)}>
        <StripArcs
          axis={axis}
          tokens={tokens}
          ask={ask}
          arcs={arcs}
          shown={shown}
          hover={hover}
          room={room}
          rem={rem}
          size={size}
        />
        {marks.map((token) => (
          <StripWord
            key={token.position}
            {...token}
            axis={axis}
            side={side}
            isSaid={said.has(token.position)}
            hover={hover}
            {...(readingId === undefined ? {} : { readingId })}
          />
        ))}
        {rest === '' ? null : (
          <del className={styles.rest} dir="auto">
            {rest}
          </del>
        )}
      </div>
    </div>
  );
});

function styleOf(room: number): CSSProperties & Record<'--room', string> {
  return { '--room': `${room}px` };
}

/** Which token a key asks about: null lets go, undefined for any other key. */
function movedTo(key: string, asked: number | null, nTokens: number): number | null | undefined {
  switch (key) {
    case 'ArrowRight':
      return Math.min(nTokens - 1, (asked ?? -1) + 1);
    case 'ArrowLeft':
      return Math.max(0, (asked ?? nTokens) - 1);
    case 'Home':
      return 0;
    case 'End':
      return nTokens - 1;
    case 'Escape':
      return null;
    default:
      return undefined;
  }
}

/** Scrolls a token into its line, and nothing else of the page. */
function show(line: HTMLElement | null, position: number): void {
  const [box, token] = [line?.parentElement, line?.querySelector<HTMLElement>(`[data-position="${position}"]`)];
  if (!box || !token) return;
  const [left, right] = [token.offsetLeft, token.offsetLeft + token.offsetWidth];
  if (left < box.scrollLeft) box.scrollLeft = left;
  else if (right > box.scrollLeft + box.clientWidth) box.scrollLeft = right - box.clientWidth;
  const [top, bottom] = [token.offsetTop, token.offsetTop + token.offsetHeight];
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
}
