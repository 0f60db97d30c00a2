/** What was asked for above may have no room to be seen: a ref that brings it there once it is drawn. */
export function comeIntoView(section: HTMLElement | null): void {
  section?.scrollIntoView({ block: 'nearest' });
}
