import { useEffect, useRef } from 'react';
import { store } from '../state/store.ts';
import { FIELDS } from '../state/fields.ts';
import { decodeView } from '../state/url.ts';
import { setBesides } from './turnPages.ts';

/**
 * Sets those fields of a page's link that name facts, once none of those is on its way: where the page was opened before the model had read
 * its sentence. Never over what is in such a field already. `about`: what the facts are of; of another sentence they are looked for anew.
 */
export function useLateFields(link: string, about: string): void {
  const doneFor = useRef<string | null>(null);
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
    const tryNow = (): void => {
      if (doneFor.current !== about && (isTaken() || setBesides(link))) doneFor.current = about;
    };
    queueMicrotask(tryNow);
    return store.subscribe(() => queueMicrotask(tryNow));
  }, [link, about]);
}
