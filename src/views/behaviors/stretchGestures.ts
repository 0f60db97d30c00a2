import { lengthOf } from '../../core/stretch/stretch.ts';
import type { Axes, Stretch } from '../../core/stretch/stretch.ts';
import { panned, wholeOf, zoomed } from '../../core/stretch/zoom.ts';
import type { Place } from '../../core/stretch/zoom.ts';

/** What is zoomed: the pattern that the heatmaps show, and what of it; null for all. */
type Zooming = { readonly axes: Axes; readonly stretch: Stretch | null };

type Reach = {
  readonly get: () => Zooming;
  /** Called once a frame at most. */
  readonly set: (stretch: Stretch | null) => void;
};

type Point = { readonly x: number; readonly y: number };

/** Doublings a pixel, a line and a page of the wheel. A finger's spread on a touch pad comes as a wheel with Ctrl. */
const DOUBLINGS = [0.01, 0.3, 1] as const;
/** What the wheel says is gathered until it comes to this, in doublings: touch pads say it in crumbs. */
const LEAST_TURN = 0.08;
/** A hand that holds still moves less, in CSS pixels. */
const STILL = 4;

/**
 * Zooms the heatmaps in an area by the wheel with Ctrl and by two fingers, and moves the stretch with one or with the mouse. Over a map
 * of the whole the wheel zooms by itself. Returns its undoing.
 */
export function listenForZoom(area: HTMLElement, { get, set }: Reach): () => void {
  const frames = createFrames(set);
  const now = (): Stretch | null => (frames.wanted() === undefined ? get().stretch : (frames.wanted() ?? null));
  const fingers = new Map<number, Point>();
  let held: Held | null = null;
  let turned = 0;

  const onWheel = (event: WheelEvent): void => {
    const found = pictureOf(event.target);
    if (found === null || (!event.ctrlKey && !found.isMap)) return;
    event.preventDefault();
    turned -= event.deltaY * (DOUBLINGS[event.deltaMode] ?? DOUBLINGS[0]);
    if (Math.abs(turned) < LEAST_TURN) return;
    const { axes } = get();
    const drawn = found.isMap ? null : now();
    frames.ask(zoomed(now(), axes, 2 ** turned, placeAt(found.box, drawn ?? wholeOf(axes), event)));
    turned = 0;
  };
  const hold = (box: DOMRect): void => {
    const [a, b] = [...fingers.values()];
    held = a === undefined ? null : { box, from: a, spread: b === undefined ? null : between(a, b), stretch: now() };
  };
  const onDown = (event: PointerEvent): void => {
    const found = pictureOf(event.target);
    if (found === null || found.isMap || event.button !== 0) return;
    fingers.set(event.pointerId, pointOf(event));
    hold(found.box);
  };
  const onMove = (event: PointerEvent): void => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, pointOf(event));
    const [a, b] = [...fingers.values()];
    if (held === null || a === undefined) return;
    const next = b === undefined ? dragged(held, a, get().axes) : pinched(held, between(a, b), get().axes);
    if (next !== undefined) frames.ask(next);
  };
  const onUp = (event: PointerEvent): void => {
    if (fingers.delete(event.pointerId) && held !== null) hold(held.box);
  };
  /** Two fingers are for the picture, and the page stays. */
  const onTouch = (event: TouchEvent): void => {
    if (event.touches.length > 1 && fingers.size > 1 && event.cancelable) event.preventDefault();
  };
  area.addEventListener('wheel', onWheel, { passive: false });
  area.addEventListener('touchmove', onTouch, { passive: false });
  area.addEventListener('pointerdown', onDown);
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onUp);
  return () => {
    frames.stop();
    area.removeEventListener('wheel', onWheel);
    area.removeEventListener('touchmove', onTouch);
    area.removeEventListener('pointerdown', onDown);
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onUp);
  };
}

/** What is held: where the first finger began, or how far two were apart and where their middle was, and what was shown then. */
type Held = {
  readonly box: DOMRect;
  readonly from: Point;
  readonly spread: Spread | null;
  readonly stretch: Stretch | null;
};
type Spread = { readonly apart: number; readonly middle: Point };

/** Where one finger, or the mouse, has moved the stretch; undefined where it has not: of the whole nothing lies outside. */
function dragged({ box, from, stretch }: Held, { x, y }: Point, axes: Axes): Stretch | undefined {
  if (stretch === null || Math.hypot(x - from.x, y - from.y) < STILL) return undefined;
  return panned(stretch, axes, {
    query: (-(y - from.y) / box.height) * lengthOf(stretch.queries),
    key: (-(x - from.x) / box.width) * lengthOf(stretch.keys),
  });
}

/** What two fingers make of it: what was between them stays between them. */
function pinched({ box, spread, stretch }: Held, { apart, middle }: Spread, axes: Axes): Stretch | null | undefined {
  if (spread === null) return undefined;
  const place = placeAt(box, stretch ?? wholeOf(axes), { clientX: spread.middle.x, clientY: spread.middle.y });
  const next = zoomed(stretch, axes, apart / spread.apart, place);
  if (next === null) return null;
  return panned(next, axes, {
    query: (-(middle.y - spread.middle.y) / box.height) * lengthOf(next.queries),
    key: (-(middle.x - spread.middle.x) / box.width) * lengthOf(next.keys),
  });
}

function between(a: Point, b: Point): Spread {
  return { apart: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
}

function pointOf({ clientX, clientY }: PointerEvent): Point {
  return { x: clientX, y: clientY };
}

/** The cells under an event's target, on the screen: of a heatmap, or of the map of the whole in its corner. */
function pictureOf(target: EventTarget | null): { readonly box: DOMRect; readonly isMap: boolean } | null {
  if (!(target instanceof Element)) return null;
  const map = target.closest('[data-stretch-map]');
  const canvas = map ?? target.closest('[data-heatmap]')?.parentElement?.querySelector(':scope > canvas');
  return canvas == null ? null : { box: canvas.getBoundingClientRect(), isMap: map !== null };
}

/** The place in tokens at a point of the screen; beside the cells, the one at their edge. */
function placeAt(
  box: DOMRect,
  { queries, keys }: Stretch,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Place {
  const share = (at: number, from: number, size: number): number => Math.max(0, Math.min(1, (at - from) / size));
  return {
    query: queries.start + share(clientY, box.top, box.height) * lengthOf(queries),
    key: keys.start + share(clientX, box.left, box.width) * lengthOf(keys),
  };
}

/** The last of what is asked for between two frames, at the next of them. */
function createFrames(set: (stretch: Stretch | null) => void) {
  let frame = 0;
  let wanted: Stretch | null | undefined;
  return {
    /** Undefined where nothing waits. */
    wanted: () => wanted,
    ask(stretch: Stretch | null): void {
      wanted = stretch;
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        const next = wanted;
        wanted = undefined;
        if (next !== undefined) set(next);
      });
    },
    stop: () => cancelAnimationFrame(frame),
  };
}
