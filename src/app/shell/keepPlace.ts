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
      if (own.isConnected || document.activeElement !== document.body) return;
      // What is hidden takes no focus; the page as a whole would be read out from its beginning.
      around.filter((element) => element.isConnected).some(lendFocus);
    });
  };
  document.addEventListener('click', note, { capture: true });
  return () => document.removeEventListener('click', note, { capture: true });
}

/** From the nearest on, as far as the page as a whole. */
function ancestors(element: HTMLElement): readonly HTMLElement[] {
  const { parentElement } = element;
  return parentElement === null || parentElement.matches('body, #app, #app > *')
    ? []
    : [parentElement, ...ancestors(parentElement)];
}

/** Has the focus until it goes on; false where it takes none. */
function lendFocus(place: HTMLElement): boolean {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus({ preventScroll: true });
  return document.activeElement === place;
}
