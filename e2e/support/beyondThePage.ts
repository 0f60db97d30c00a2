/** Of the addresses that were asked for, each behind its method, those that are no part of the page itself: its parts come when it is idle, or first needed. */
export function beyondThePage(asked: readonly string[]): readonly string[] {
  return asked.filter((line) => !/^GET (blob:|http:\/\/127\.0\.0\.1:\d+\/(assets\/|icon\.svg$))/.test(line));
}
