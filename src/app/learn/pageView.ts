import { factsIn } from '../../core/lessons/wordParts.ts';
import { FIELDS } from '../state/fields.ts';
import { isAsOpened, OF_MODEL, OF_TEXT } from '../state/sameFields.ts';
import { decodeView, fieldNames, keptWishes } from '../state/url.ts';
import type { View } from '../state/view.ts';

/** The model that reads, and what of it is shown. */
const MODEL = [...OF_MODEL, 'stack'] as const satisfies readonly (keyof View)[];

type PageLink = {
  /** The link of the lesson, under that of the page. */
  readonly from: string | null;
  readonly view: string;
};

/** A fact as a link has it; null until it is known, undefined where it cannot be had. */
export type ValueOf = (fact: string) => string | null | undefined;

/**
 * The fields of a page's link, facts in them by their values. A field is left out as long as one of its facts is on its way; what cannot be
 * had is missing in the list of a field.
 */
export function linkFields(view: string, valueOf: ValueOf): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [name, text] of new URLSearchParams(view)) {
    const values = factsIn(text).map((fact) => [fact, valueOf(fact)] as const);
    if (values.some(([, value]) => value === null)) continue;
    const whole = values.reduce((so, [fact, value]) => so.replace(`{${fact}}`, value ?? ''), text);
    const isWhole = values.every(([, value]) => value !== undefined);
    const rest = isWhole ? whole : whole.split(',').filter(Boolean).join(',');
    if (rest !== '' || isWhole) fields.set(name, rest);
  }
  return fields;
}

/** The fields of a page's link over those of its lesson. */
export function fieldsOfPage({ from, view }: PageLink, valueOf: ValueOf): ReadonlyMap<string, string> {
  return new Map([...new URLSearchParams(from ?? ''), ...linkFields(view, valueOf)]);
}

/**
 * The view that a page of a lesson sets: what its link says, and otherwise that of a page that has just been opened; but the person's model and
 * sentence where the link names none, and the person's own wishes always. `readsText`: whether the model there reads text at all.
 */
export function pageView(page: PageLink, now: View, readsText: boolean, valueOf: ValueOf): View {
  const fields = new URLSearchParams([...fieldsOfPage(page, valueOf)]);
  const hasText = fields.has(FIELDS.text.param);
  const hasModel = hasText || fields.has(FIELDS.modelId.param) || !readsText;
  return {
    ...decodeView(`?${fields}`),
    ...keptWishes(now),
    ...(hasModel ? {} : kept(now, MODEL)),
    ...(hasText ? {} : kept(now, OF_TEXT)),
  };
}

/** Whether a view is what a link to a lesson alone brings: nothing in it but the sentence, the model and the person's own. */
export function isBare(view: View): boolean {
  const own: ReadonlySet<keyof View> = new Set([...fieldNames(keptWishes(view)), ...MODEL, ...OF_TEXT, 'lesson']);
  return fieldNames(view).every((name) => own.has(name) || isAsOpened(view, name));
}

function kept(view: View, names: readonly (keyof View)[]): Partial<View> {
  return Object.fromEntries(names.map((name) => [name, view[name]]));
}
