import { linkOf } from '../state/headNumbers.ts';
import { store } from '../state/store.ts';
import { areKnown, hasBesides, setLate } from './turnPages.ts';

type LateFields = {
  /** Sets the fields of `link`, anew for everything that facts are `about`. Returns its undoing. */
  readonly follow: (link: string, about: string) => () => void;
};

/**
 * Sets those fields of a page's link that name facts, once none of those is on its way: where the page was opened before the model had read
 * its sentence, and again for every other sentence. Never over what a person has put into such a field.
 */
export function createLateFields(): LateFields {
  let doneFor: string | null = null;
  /** What stands in the fields because the link says so. */
  let own: string | null = null;
  return {
    follow(link, about) {
      if (link === '') return () => undefined;
      let isOver = false;
      const names = [...new URLSearchParams(link).keys()];
      const written = (): string | null => {
        const there = new URLSearchParams(linkOf(store.getState()));
        const texts = names.map((name) => there.get(name));
        return texts.every((text) => text === null) ? null : JSON.stringify(texts);
      };
      const tryNow = (): void => {
        if (isOver || doneFor === about || !areKnown(link)) return;
        doneFor = about;
        const now = written();
        if (now === null || now === own) setLate(link);
        // After a reload, or where the page was opened with its facts, they stand there already.
        if (now === null || now === own || hasBesides(link)) own = written();
      };
      queueMicrotask(tryNow);
      let isQueued = false;
      const unsubscribe = store.subscribe(() => {
        if (isQueued || doneFor === about) return;
        isQueued = true;
        queueMicrotask(() => {
          isQueued = false;
          tryNow();
        });
      });
      return () => {
        isOver = true;
        unsubscribe();
      };
    },
  };
}
