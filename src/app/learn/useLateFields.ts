import { useEffect } from 'react';
import { store } from '../state/store.ts';
import { FIELDS } from '../state/fields.ts';
import { decodeView } from '../state/url.ts';
import { setBesides } from './turnPages.ts';

/**
 * Sets those fields of a page's link that name facts, once those facts are known: where the page was opened before the model had read its
 * sentence. Never over what is in such a field already.
 */
export function useLateFields(link: string): void {
  useEffect(() => {
    if (link === '') return undefined;
    const names = new Set(new URLSearchParams(link).keys());
    const isTaken = (): boolean => {
      const { view, arePinsSuggested } = store.getState();
      const bare = decodeView('');
      return Object.entries(FIELDS).some(
        ([name, { param }]) =>
          names.has(param) &&
          JSON.stringify(Reflect.get(view, name)) !== JSON.stringify(Reflect.get(bare, name)) &&
          !(name === 'heads' && arePinsSuggested),
      );
    };
    if (isTaken()) return undefined;
    let isDone = false;
    const tryNow = (): void => {
      if (!isDone) isDone = isTaken() || setBesides(link);
    };
    queueMicrotask(tryNow);
    return store.subscribe(() => queueMicrotask(tryNow));
  }, [link]);
}
