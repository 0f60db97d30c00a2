/** How long maps take to fold into one, or to fan out, in milliseconds. */
const FOLD_MS = 180;

const wantsStillness = (): MediaQueryList => window.matchMedia('(prefers-reduced-motion: reduce)');

/** A map as it stood, over the page. */
type Lifted = { readonly ghost: HTMLCanvasElement; readonly from: DOMRect };

/** Pictures of maps where they stand, before the page is drawn anew without them; none where motion is not wanted. */
export function liftMaps(maps: readonly HTMLCanvasElement[]): readonly Lifted[] {
  if (wantsStillness().matches) return [];
  return maps.flatMap((map) => {
    const from = map.getBoundingClientRect();
    if (map.width === 0 || map.height === 0 || from.width === 0) return [];
    const ghost = document.createElement('canvas');
    ghost.width = map.width;
    ghost.height = map.height;
    ghost.getContext('2d')?.drawImage(map, 0, 0);
    return [{ ghost, from }];
  });
}

/** Flies lifted maps to where they have gone: all into one place, or one map into several. They are gone once they are there. */
export function landMaps(lifted: readonly Lifted[], to: readonly DOMRect[]): void {
  if (to.length === 0) return;
  for (let at = 0; at < Math.max(lifted.length, to.length); at++) {
    const one = lifted[Math.min(at, lifted.length - 1)];
    const place = to[Math.min(at, to.length - 1)];
    if (one !== undefined && place !== undefined)
      fly(at < lifted.length ? one.ghost : copyOf(one.ghost), one.from, place);
  }
}

function copyOf(ghost: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  copy.width = ghost.width;
  copy.height = ghost.height;
  copy.getContext('2d')?.drawImage(ghost, 0, 0);
  return copy;
}

function fly(ghost: HTMLCanvasElement, from: DOMRect, to: DOMRect): void {
  ghost.dataset['flying'] = '';
  ghost.ariaHidden = 'true';
  Object.assign(ghost.style, {
    position: 'fixed',
    left: '0',
    top: '0',
    width: `${from.width}px`,
    height: `${from.height}px`,
    transformOrigin: '0 0',
    imageRendering: 'pixelated',
    pointerEvents: 'none',
    zIndex: '5',
  });
  document.body.append(ghost);
  const at = (rect: DOMRect): string =>
    `translate(${rect.left}px, ${rect.top}px) scale(${rect.width / from.width}, ${rect.height / from.height})`;
  const flight = ghost.animate(
    [
      { transform: at(from), opacity: 1 },
      { transform: at(to), opacity: 0.2 },
    ],
    { duration: FOLD_MS, easing: 'ease-in-out' },
  );
  for (const end of ['finish', 'cancel']) flight.addEventListener(end, () => ghost.remove());
}
