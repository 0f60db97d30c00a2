import { memo, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { CSSProperties, KeyboardEvent, MouseEvent, RefObject } from 'react';
import { createArcLayer } from '../behaviors/arcLayer.ts';
import type { ArcLayer } from '../behaviors/arcLayer.ts';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { useSize } from '../parts/useSize.ts';
import { answerArcs, stripArcs, stripLinks, stripTokens } from './TokenStrip.picture.ts';
import type { StripValues, TokenPlace } from './TokenStrip.picture.ts';
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
const NO_ARCS = { arcs: [], badges: [] } as const;

/** The sentence as the model sees it: its tokens in a line, lit with the heatmaps, one of them asked about, with links as arcs above. */
export const TokenStrip = memo(function TokenStrip(props: TokenStripProps) {
  const { axis, name, tokens, ask, hover, rest, rem, wraps, isTight, readingId, onAsk } = props;
  const query = useHover(hover, (now) => (axis === 'key' ? null : now.query));
  const key = useHover(hover, (now) => (axis === 'query' ? null : now.key));
  const isAsked = useHover(hover, (now) => now.isAsked);
  const [box, size] = useSize();
  const line = useRef<HTMLDivElement>(null);
  const room = axis === 'both' ? (isTight ? 1.3 : wraps ? 2 : 3.1) * rem : 0;
  const marks = useMemo(() => stripTokens({ axis, tokens, ask }, { query, key }), [axis, tokens, ask, query, key]);
  const said = useMemo(() => new Set(ask?.said.map(({ position }) => position)), [ask]);
  const svg = useArcs({ ...props, ask: isAsked && axis === 'both' ? ask : null, query, key, line, room, size });

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
        <svg ref={svg} className={styles.arcs} aria-hidden="true" />
        {marks.map((token) => (
          <span
            key={token.position}
            id={optionId(axis, token.position)}
            role="option"
            aria-selected={token.isAsked}
            aria-describedby={token.isAsked ? readingId : undefined}
            data-position={token.position}
            data-lit={token.lit ?? undefined}
            data-said={(isAsked && said.has(token.position)) || undefined}
            data-side={token.isAsked ? side : undefined}
            data-special={token.isSpecial || undefined}
            data-joins={token.joins || undefined}
            className={styles.token}
            dir="auto"
            title={token.title}
            onPointerEnter={() => hover.set({ ...NOTHING, [side]: token.position })}
          >
            {token.words}
          </span>
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

function optionId(axis: StripValues['axis'], position: number): string {
  return `token-${axis}-${position}`;
}

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

type ArcWishes = StripValues & {
  readonly query: number | null;
  readonly key: number | null;
  readonly line: RefObject<HTMLElement | null>;
  readonly room: number;
  readonly rem: number;
  readonly size: { readonly width: number; readonly height: number };
};

/** Draws the arcs: of what is pointed at at once, of what is asked when the tokens have been laid out. */
function useArcs({ axis, tokens, ask, arcs, shown, query, key, line, room, rem, size }: ArcWishes) {
  const svg = useRef<SVGSVGElement>(null);
  const layer = useRef<ArcLayer | null>(null);
  const links = useMemo(
    () => (ask === null ? stripLinks({ axis, tokens, ask, arcs, shown }, { query, key }) : null),
    [axis, tokens, ask, arcs, shown, query, key],
  );
  useLayoutEffect(() => {
    if (svg.current === null) return undefined;
    layer.current = createArcLayer(svg.current);
    return () => layer.current?.destroy();
  }, []);
  useLayoutEffect(() => {
    if (links === null) return;
    // Asking where the tokens are would lay the page out at every key press.
    if (links.length === 0 || line.current === null) layer.current?.update(NO_ARCS, 0, 0);
    else {
      const arcsNow = stripArcs(links, placesIn(line.current, tokens.length), room);
      layer.current?.update(
        { arcs: arcsNow, badges: [] },
        Math.max(size.width, line.current.offsetWidth),
        line.current.offsetHeight,
      );
    }
  }, [links, tokens, line, room, size.width]);
  useEffect(() => {
    if (ask === null) return undefined;
    const draw = (): void => {
      if (line.current === null) return;
      const picture = answerArcs(ask, placesIn(line.current, tokens.length), room, rem);
      layer.current?.update(picture, Math.max(size.width, line.current.offsetWidth), line.current.offsetHeight);
    };
    draw();
    // These arcs stay, and tokens move when their font comes.
    document.fonts.addEventListener('loadingdone', draw);
    return () => document.fonts.removeEventListener('loadingdone', draw);
  }, [ask, tokens, line, room, rem, size.width]);
  return svg;
}

function placesIn(line: HTMLElement, nTokens: number): readonly TokenPlace[] {
  const tokens = Array.from(line.querySelectorAll<HTMLElement>('[data-position]')).slice(0, nTokens);
  return tokens.map((token) => ({ x: token.offsetLeft + token.offsetWidth / 2, top: token.offsetTop }));
}
