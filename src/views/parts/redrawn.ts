import { createContext, use } from 'react';

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
