/**
 * A button that goes away when it is pressed, as "Try again" does, would take the focus of a keyboard along, to the top of the page: what is left
 * around it has the focus then, and Tab goes on from there. Returns its undoing.
 */
export function keepPlace(): () => void {
  const note = (event: MouseEvent): void => {
    const own = document.activeElement;
    // Pressed by a key.
    if (event.detail !== 0 || !(own instanceof HTMLElement) || own === document.body) return;
    const around = ancestors(own);
    setTimeout(() => {
      const isLost = !own.isConnected && document.activeElement === document.body;
      const place = isLost ? around.find((element) => element.isConnected) : undefined;
      if (place !== undefined && place !== document.body) lendFocus(place);
    });
  };
  document.addEventListener('click', note, { capture: true });
  return () => document.removeEventListener('click', note, { capture: true });
}

function ancestors(element: HTMLElement): readonly HTMLElement[] {
  const { parentElement } = element;
  return parentElement === null ? [] : [parentElement, ...ancestors(parentElement)];
}

/** Has the focus until it goes on. */
function lendFocus(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus({ preventScroll: true });
}
