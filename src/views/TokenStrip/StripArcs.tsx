import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { createArcLayer } from '../behaviors/arcLayer.ts';
import type { ArcLayer } from '../behaviors/arcLayer.ts';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { answerArcs, stripArcs, stripLinks } from './TokenStrip.picture.ts';
import type { StripValues, TokenPlace } from './TokenStrip.picture.ts';
import styles from './TokenStrip.module.css';

const NO_ARCS = { arcs: [], badges: [] } as const;

type StripArcsProps = StripValues & {
  readonly hover: HoverStore;
  readonly room: number;
  readonly rem: number;
  readonly size: { readonly width: number; readonly height: number };
};

/** The arcs over the line that it is the first in: of what is pointed at at once, of what is asked when the tokens have been laid out. */
export function StripArcs(props: StripArcsProps) {
  const { axis, tokens, arcs, shown, hover, room, rem, size } = props;
  const query = useHover(hover, (now) => (axis === 'key' ? null : now.query));
  const key = useHover(hover, (now) => (axis === 'query' ? null : now.key));
  const isAsked = useHover(hover, (now) => now.isAsked);
  const ask = isAsked && axis === 'both' ? props.ask : null;
  const { svg, layer } = useLayer();
  const links = useMemo(
    () => (ask === null ? stripLinks({ axis, tokens, ask, arcs, shown }, { query, key }) : null),
    [axis, tokens, ask, arcs, shown, query, key],
  );
  const measured = useMeasured([tokens, props.ask, isAsked, room, rem, size]);
  useLayoutEffect(() => {
    if (links === null) return;
    // Asking where the tokens are would lay the page out at every key press, and at every movement of the pointer.
    const line = svg.current?.parentElement ?? null;
    if (links.length === 0 || line === null) layer.current?.update(NO_ARCS, 0, 0);
    else {
      const { places, width, height } = measured(line, tokens.length);
      layer.current?.update({ arcs: stripArcs(links, places, room), badges: [] }, Math.max(size.width, width), height);
    }
  }, [svg, layer, measured, links, tokens, room, size.width]);
  useEffect(() => {
    if (ask === null) return undefined;
    const draw = (): void => {
      const line = svg.current?.parentElement ?? null;
      if (line === null) return;
      const picture = answerArcs(ask, placesIn(line, tokens.length), room, rem);
      layer.current?.update(picture, Math.max(size.width, line.offsetWidth), line.offsetHeight);
    };
    draw();
    // These arcs stay, and tokens move when their font comes.
    document.fonts.addEventListener('loadingdone', draw);
    return () => document.fonts.removeEventListener('loadingdone', draw);
  }, [svg, layer, ask, tokens, room, rem, size.width]);
  return <svg ref={svg} className={styles.arcs} aria-hidden="true" />;
}

/** On its own, since an effect that outlives a run keeps all that was in sight where it was written: there the patterns would be. */
function useLayer() {
  const svg = useRef<SVGSVGElement>(null);
  const layer = useRef<ArcLayer | null>(null);
  useLayoutEffect(() => {
    if (svg.current === null) return undefined;
    layer.current = createArcLayer(svg.current);
    return () => layer.current?.destroy();
  }, []);
  return { svg, layer };
}

/**
 * What measures a line, once as long as nothing of this changes and no font comes, by which tokens would move. On its own for the same reason.
 * Its effect stands before those that measure.
 */
function useMeasured(depends: readonly unknown[]): typeof measure {
  const measured = useRef<Measured | null>(null);
  const dependsBefore = useRef(depends);
  useLayoutEffect(() => {
    if (depends.some((one, at) => one !== dependsBefore.current[at])) measured.current = null;
    dependsBefore.current = depends;
  });
  useEffect(() => {
    const forget = (): void => {
      measured.current = null;
    };
    document.fonts.addEventListener('loadingdone', forget);
    return () => document.fonts.removeEventListener('loadingdone', forget);
  }, []);
  return useCallback((line, nTokens) => (measured.current ??= measure(line, nTokens)), []);
}

type Measured = { readonly places: readonly TokenPlace[]; readonly width: number; readonly height: number };

function measure(line: HTMLElement, nTokens: number): Measured {
  return { places: placesIn(line, nTokens), width: line.offsetWidth, height: line.offsetHeight };
}

function placesIn(line: HTMLElement, nTokens: number): readonly TokenPlace[] {
  const tokens = Array.from(line.querySelectorAll<HTMLElement>('[data-position]')).slice(0, nTokens);
  return tokens.map((token) => ({ x: token.offsetLeft + token.offsetWidth / 2, top: token.offsetTop }));
}
