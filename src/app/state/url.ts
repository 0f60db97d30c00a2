import { FIELDS } from './fields.ts';
import type { Field } from './fields.ts';
import type { View } from './view.ts';

/** The query of a link that restores this view; empty for the default view. `namesText`: also where the text is the default one, which the model does not begin with. */
export function encodeView(view: View, namesText = false): string {
  const params = new URLSearchParams();
  for (const name of fieldNames()) {
    const text = written(name, view[name]);
    if (text !== null) params.set(FIELDS[name].param, text);
  }
  if (namesText) params.set(FIELDS.text.param, view.text);
  // Without it, tau would be read as in links of old.
  if (view.panel === OLD_TAU.panel && view.tau !== 1) params.set(FIELDS.groups.param, String(view.groups));
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

/** The page whose links of old had its distance in `tau`, which is a temperature now. */
const OLD_TAU = { panel: 'alike' } as const;

/** The fields of a link by their names of today. */
function paramsOf(query: string): URLSearchParams {
  const params = new URLSearchParams(query);
  const old = params.get(FIELDS.tau.param);
  if (old !== null && params.get(FIELDS.panel.param) === OLD_TAU.panel && !params.has(FIELDS.groups.param)) {
    params.set(FIELDS.groups.param, old);
    params.delete(FIELDS.tau.param);
  }
  return params;
}

/** Whether a link says what the text is: where it does not, a model begins with its own. */
export function hasText(query: string): boolean {
  return new URLSearchParams(query).has(FIELDS.text.param);
}

/** The view of a link; fields that are missing or broken take their defaults. Never throws. */
export function decodeView(query: string): View {
  const params = paramsOf(query);
  const get = <Name extends keyof View>(name: Name): View[Name] => {
    const field = FIELDS[name];
    const text = params.get(field.param);
    return (text === null ? null : field.read(text)) ?? field.fallback;
  };
  return {
    modelId: get('modelId'),
    graph: get('graph'),
    inputs: get('inputs'),
    host: get('host'),
    revision: get('revision'),
    weights: get('weights'),
    text: get('text'),
    pair: get('pair'),
    written: get('written'),
    sampling: get('sampling'),
    stack: get('stack'),
    backend: get('backend'),
    heads: get('heads'),
    asked: get('asked'),
    side: get('side'),
    stretch: get('stretch'),
    scale: get('scale'),
    hidesSinks: get('hidesSinks'),
    showsEvidence: get('showsEvidence'),
    color: get('color'),
    sort: get('sort'),
    filter: get('filter'),
    minScore: get('minScore'),
    showsWhy: get('showsWhy'),
    panel: get('panel'),
    ablation: get('ablation'),
    mode: get('mode'),
    picture: get('picture'),
    oneHead: get('oneHead'),
    groups: get('groups'),
    keys: get('keys'),
    twins: get('twins'),
    cell: get('cell'),
    stage: get('stage'),
    against: get('against'),
    word: get('word'),
    words: get('words'),
    map: get('map'),
    // One or the other: without the scale no temperature is tried.
    tau: get('isUnscaled') ? 1 : get('tau'),
    isUnscaled: get('isUnscaled'),
    triedOn: get('triedOn'),
    cost: get('cost'),
    lesson: get('lesson'),
    drawing: get('drawing'),
    timed: get('timed'),
    isLarge: get('isLarge'),
    isPresenting: get('isPresenting'),
    theme: get('theme'),
  };
}

/** Fields of a link that cannot be read, or not whole, as they stand there: "ablate=L0H3:2". */
export function brokenFields(query: string): readonly string[] {
  const params = paramsOf(query);
  return fieldNames().flatMap((name) => {
    const { param } = FIELDS[name];
    const text = params.get(param);
    return text === null || isRead(name, text) ? [] : [`${param}=${text}`];
  });
}

function isRead(name: keyof View, text: string): boolean {
  const field: Pick<Field<unknown>, 'read' | 'isWhole'> = FIELDS[name];
  return field.read(text) !== null && field.isWhole?.(text) !== false;
}

function written<Name extends keyof View>(name: Name, value: View[Name]): string | null {
  return FIELDS[name].write(value);
}

/** The names of the fields that are in something: of a view, all. */
export function fieldNames(within: object = FIELDS): readonly (keyof View)[] {
  return Object.keys(within).filter((name): name is keyof View => name in FIELDS);
}

/** What of a view is the person's own, whatever is shown: to be kept over another one. */
export function keptWishes({ backend, isLarge, isPresenting, theme }: View) {
  return { backend, isLarge, isPresenting, theme };
}
