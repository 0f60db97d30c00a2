import { createContext, use, useEffect, useState } from 'react';

const RedrawContext = createContext(0);

/** Has whatever calls `useRedrawn` drawn once more each time its value changes. */
export const RedrawProvider = RedrawContext.Provider;

/**
 * For what draws patterns and stands behind a memo. React keeps, beside what each component drew, what it drew the time before: patterns of an
 * older run among it, as long as nothing in that component changes.
 */
export function useRedrawn(): void {
  use(RedrawContext);
}

/** What is drawn when nothing else is to be done has been drawn after so long, in milliseconds. */
const LATER_MS = 1000;

/** A value for the provider that changes with each number, and once more a while later: until then a table, drawn last, was of the run before. */
export function useTwice(number: number): number {
  const [later, setLater] = useState(number);
  useEffect(() => {
    if (later === number) return undefined;
    const timer = setTimeout(() => setLater(number), LATER_MS);
    return () => clearTimeout(timer);
  }, [number, later]);
  return number + later;
}
