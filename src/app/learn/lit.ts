/** Parts of the page that a lesson can light, by where they are. */
const LIT = {
  model: 'header select',
  sentence: 'section[aria-label="Sentence and tokens"]',
  pad: 'section[aria-label="Drawing pad"]',
  tokens: '[role=listbox][aria-label="Tokens"]',
  asked: 'section[aria-label^="Asked "]',
  grid: 'section[aria-label="All heads"]',
  heads: 'section[aria-label="Pinned heads"]',
  why: 'section[aria-label^="Labels of"]',
  trained: 'section[aria-labelledby="how-many-heads"]',
  moments: 'section[aria-labelledby="moments-of-training"]',
  curve: 'section[aria-label="Taking heads away"]',
  page: '#page',
} as const;

type LitId = keyof typeof LIT;

/** Those that make up the page; of these the ones pale that neither hold what is lit nor lie in it. */
const REGIONS: readonly LitId[] = ['sentence', 'asked', 'grid', 'page'];

export function isLit(id: string): id is LitId {
  return Object.hasOwn(LIT, id);
}

/** What is wrong with a part as a lesson names it; null for nothing. */
export function litTrouble(id: string): string | null {
  return isLit(id) ? null : `there is no part “${id}”; there are ${Object.keys(LIT).join(', ')}`;
}

/** Lights one part and pales the rest, whatever is drawn anew meanwhile; `onFound` hears when it is first there. Returns its undoing. */
export function light(id: LitId, onFound: (lit: Element) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFound = false;
  const mark = (): void => {
    timer = undefined;
    const lit = document.querySelector(LIT[id]);
    for (const other of document.querySelectorAll('[data-lesson-lit]'))
      if (other !== lit) delete asHtml(other)['lessonLit'];
    if (lit !== null) {
      asHtml(lit)['lessonLit'] = id;
      if (!isFound) onFound(lit);
      isFound = true;
    }
    for (const name of REGIONS) {
      const region = document.querySelector(LIT[name]);
      if (region === null) continue;
      // With nothing to light, nothing pales.
      const isPale = lit !== null && !region.contains(lit) && !lit.contains(region);
      if (isPale) asHtml(region)['lessonPale'] = '';
      else delete asHtml(region)['lessonPale'];
    }
  };
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(mark, SOON_MS);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  mark();
  return () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const element of document.querySelectorAll('[data-lesson-lit], [data-lesson-pale]')) {
      delete asHtml(element)['lessonLit'];
      delete asHtml(element)['lessonPale'];
    }
  };
}

/** Drawing comes in bursts, in milliseconds. */
const SOON_MS = 60;

function asHtml(element: Element): DOMStringMap {
  return element instanceof HTMLElement ? element.dataset : {};
}
