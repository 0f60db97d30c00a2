let isPressed = false;

/** A button is pressed that goes, with another to come in its place. */
export function willGo(): void {
  isPressed = true;
}

/** Of the button in its place: it takes the focus, which a link takes from nowhere. */
export function inPlace(button: HTMLButtonElement | null): void {
  if (isPressed) button?.focus();
  if (button !== null) isPressed = false;
}
