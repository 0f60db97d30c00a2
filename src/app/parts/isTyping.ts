/** Inputs that take no letters: after a click they have the focus, and the keys must go on working. */
const SILENT: ReadonlySet<string> = new Set(['checkbox', 'radio', 'range']);

/** Whether keys belong to what has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.closest('textarea, select, dialog, [role=menu]') !== null ||
    (target instanceof HTMLInputElement && !SILENT.has(target.type))
  );
}
