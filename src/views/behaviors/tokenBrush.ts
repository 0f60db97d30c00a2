import { lengthOf } from '../../core/stretch/stretch.ts';
import type { Span } from '../../core/stretch/stretch.ts';

/** What a line of tokens is an axis of. */
type BrushedAxis = 'query' | 'key' | 'both';

/**
 * A brush on the lines of tokens: pressed on one token and let go on another, it chooses all from the one to the other. For mouse and
 * pen; a finger scrolls the line. Returns its undoing.
 */
export function listenForBrush(onBrush: (axis: BrushedAxis, span: Span) => void): () => void {
  let from: Brushed | null = null;
  let span: Span | null = null;
  const onDown = ({ target, button, pointerType }: PointerEvent): void => {
    from = button === 0 && pointerType !== 'touch' ? tokenOf(target) : null;
  };
  const onMove = (event: PointerEvent): void => {
    if (from === null) return;
    const token = tokenOf(event.target);
    if (token === null || token.axis !== from.axis) return;
    if (span === null && token.position === from.position) return;
    span = spanOf(from.position, token.position);
    // What is brushed is no text that is marked.
    window.getSelection()?.removeAllRanges();
    paint(from.axis, span);
  };
  const end = (isDone: boolean): void => {
    if (from !== null && span !== null) {
      paint(from.axis, null);
      if (isDone && lengthOf(span) > 1) onBrush(from.axis, span);
    }
    from = null;
    span = null;
  };
  const onUp = (): void => end(true);
  const onCancel = (): void => end(false);
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') end(false);
  };
  document.addEventListener('pointerdown', onDown);
  document.addEventListener('pointermove', onMove);
  document.addEventListener('pointerup', onUp);
  document.addEventListener('pointercancel', onCancel);
  document.addEventListener('keydown', onKey, true);
  return () => {
    end(false);
    document.removeEventListener('pointerdown', onDown);
    document.removeEventListener('pointermove', onMove);
    document.removeEventListener('pointerup', onUp);
    document.removeEventListener('pointercancel', onCancel);
    document.removeEventListener('keydown', onKey, true);
  };
}

type Brushed = { readonly axis: BrushedAxis; readonly position: number };

/** The token under an event's target, by the id that its line gives it. */
function tokenOf(target: EventTarget | null): Brushed | null {
  const id = target instanceof Element ? target.closest('[data-position]')?.id : undefined;
  const [, axis, position] = /^token-(query|key|both)-(\d+)$/.exec(id ?? '') ?? [];
  if (axis !== 'query' && axis !== 'key' && axis !== 'both') return null;
  return { axis, position: Number(position) };
}

function spanOf(a: number, b: number): Span {
  return { start: Math.min(a, b), end: Math.max(a, b) + 1 };
}

function paint(axis: BrushedAxis, span: Span | null): void {
  for (const token of document.querySelectorAll<HTMLElement>(`[id^="token-${axis}-"][data-position]`)) {
    const position = Number(token.dataset['position']);
    token.toggleAttribute('data-brushed', span !== null && position >= span.start && position < span.end);
  }
}
