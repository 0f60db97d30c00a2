import { factsIn } from '../../core/lessons/wordParts.ts';
import { FIELDS } from '../state/fields.ts';
import { decodeView } from '../state/url.ts';
import type { View } from '../state/view.ts';

/** What is the person's own whatever is shown. */
const PERSONS = ['backend', 'isLarge', 'isPresenting', 'theme'] as const satisfies readonly (keyof View)[];
/** What says which model reads. */
const MODEL = ['modelId', 'host', 'revision', 'weights', 'stack'] as const satisfies readonly (keyof View)[];
const TEXT = ['text', 'pair'] as const satisfies readonly (keyof View)[];

type PageLink = {
  /** The link of the lesson, under that of the page. */
  readonly from: string | null;
  readonly view: string;
};

/** The fields of a page's link; facts in them by their values, and a field without all of its own left out. */
export function linkFields(view: string, valueOf: (fact: string) => string | null): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [name, text] of new URLSearchParams(view)) {
    const values = factsIn(text).map((fact) => [fact, valueOf(fact)] as const);
    if (values.some(([, value]) => value === null)) continue;
    fields.set(
      name,
      values.reduce((whole, [fact, value]) => whole.replace(`{${fact}}`, value ?? ''), text),
    );
  }
  return fields;
}

/**
 * The view that a page of a lesson sets: what its link says, and otherwise that of a page that has just been opened; but the person's model and
 * sentence where the link names none, and the person's own wishes always. `readsText`: whether the model there reads text at all.
 */
export function pageView(
  page: PageLink,
  now: View,
  readsText: boolean,
  valueOf: (fact: string) => string | null,
): View {
  const link = new URLSearchParams([
    ...new URLSearchParams(page.from ?? ''),
    // Those of the page come later, and win.
    ...linkFields(page.view, valueOf),
  ]);
  const fields = new URLSearchParams([...new Map(link)].map(([name, text]) => [name, text]));
  const hasText = fields.has(FIELDS.text.param);
  const hasModel = hasText || fields.has(FIELDS.modelId.param) || !readsText;
  return {
    ...decodeView(`?${fields}`),
    ...kept(now, PERSONS),
    ...(hasModel ? {} : kept(now, MODEL)),
    ...(hasText ? {} : kept(now, TEXT)),
  };
}

/** Whether a view is what a link to a lesson alone brings: nothing in it but the sentence, the model and the person's own. */
export function isBare(view: View): boolean {
  const bare = decodeView('');
  const own: ReadonlySet<string> = new Set([...PERSONS, ...MODEL, ...TEXT, 'lesson']);
  return Object.keys(bare).every(
    (name) => own.has(name) || JSON.stringify(Reflect.get(view, name)) === JSON.stringify(Reflect.get(bare, name)),
  );
}

function kept(view: View, names: readonly (keyof View)[]): Partial<View> {
  return Object.fromEntries(names.map((name) => [name, view[name]]));
}
