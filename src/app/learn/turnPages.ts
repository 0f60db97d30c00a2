import type { Lesson, LessonPage } from '../../core/lessons/lesson.ts';
import { factsIn } from '../../core/lessons/wordParts.ts';
import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import { linkOf } from '../state/headNumbers.ts';
import type { AppState } from '../state/appState.ts';
import { areSame, OF_MODEL, OF_TEXT } from '../state/sameFields.ts';
import { dispatch, store } from '../state/store.ts';
import { decodeView, keptWishes } from '../state/url.ts';
import type { View } from '../state/view.ts';
import { factOf, factWords } from './facts/facts.ts';
import { hasOwnView, keepOwnView, takeOwnView } from './ownView.ts';
import { fieldsOfPage, linkFields, pageView } from './pageView.ts';
import type { ValueOf } from './pageView.ts';
import { formatPlace, isBeside, isOverview, LIST } from './place.ts';
import type { Beside, Place } from './place.ts';

const tab = (): Storage => window.sessionStorage;

/** The page of a lesson from which the glossary was opened. */
let before: string | null = null;

/** Opens a page of a lesson: sets its view. Whoever comes from the list, or from what stands there besides, has the own view back when the lesson is left. */
export function openPage(lesson: Lesson, place: Place): void {
  const state = store.getState();
  const view = viewOf(lesson, place, state);
  if (view === null) return;
  // The glossary may have been opened from a page of a lesson, and then the own view is one before that.
  const { lesson: from } = state.view;
  if (from === LIST || (isBeside(from) && !hasOwnView(howOpened(), tab))) keepOwnView(state, tab);
  dispatch({ type: 'viewRestored', view });
}

/** The view that a page of a lesson sets where a person stands; null if there is no such page. */
export function viewOf(lesson: Lesson, place: Place, state: AppState): View | null {
  const page = lesson.pages[place.at];
  if (page === undefined) return null;
  const link = { from: lesson.from, view: page.view };
  const set = (valueOf: ValueOf): View => ({
    ...pageView(link, ownNow(state), readsText(state), valueOf),
    lesson: formatPlace(place),
  });
  const plain = set(() => null);
  // What is on screen tells which heads the page means only if it is what the page is about.
  return isSameText(plain, state.view) ? set((fact) => valueIn(state, fact)) : plain;
}

/** Whether none of the facts that a link of a page names is on its way. */
export function areKnown(link: string): boolean {
  const state = store.getState();
  return [...new URLSearchParams(link).values()].flatMap(factsIn).every((fact) => valueIn(state, fact) !== null);
}

/** Sets what a link of a page says besides, once none of its facts is on its way; false until then. */
export function setBesides(link: string): boolean {
  if (!areKnown(link)) return false;
  const state = store.getState();
  const fields = linkFields(link, (fact) => valueIn(state, fact));
  if (fields.size > 0) setFields(state, fields);
  return true;
}

/** Sets the late fields of a page's link, whose facts are known. Those whose facts cannot be had are as on a page just opened. */
export function setLate(link: string): void {
  const state = store.getState();
  const there = new URLSearchParams(linkOf(state));
  const found = linkFields(link, (fact) => valueIn(state, fact));
  const fields = new Map([...new URLSearchParams(link).keys()].map((name) => [name, found.get(name) ?? null]));
  if ([...fields].some(([name, text]) => there.get(name) !== text)) setFields(state, fields);
}

/** Whether the view has all that a link of a page says besides: as after a reload, or by somebody else's link. */
export function hasBesides(link: string): boolean {
  const state = store.getState();
  const there = new URLSearchParams(linkOf(state));
  const fields = [...linkFields(link, (fact) => valueIn(state, fact))];
  return fields.length > 0 && fields.every(([name, text]) => there.get(name) === text);
}

/** Takes back what was set besides: those fields are as the link of the page has them. */
export function takeBack(link: string, lesson: Lesson, page: LessonPage): void {
  const state = store.getState();
  const own = fieldsOfPage({ from: lesson.from, view: page.view }, (fact) => valueIn(state, fact));
  setFields(state, new Map([...new URLSearchParams(link).keys()].map((name) => [name, own.get(name) ?? null])));
}

/** Sets fields of the view by their names in links, or for null as on a page just opened. */
function setFields(state: AppState, fields: ReadonlyMap<string, string | null>): void {
  const whole = new URLSearchParams(linkOf(state));
  for (const [name, text] of fields) {
    if (text === null) whole.delete(name);
    else whole.set(name, text);
  }
  const { modelId } = state.view;
  dispatch({ type: 'viewRestored', view: { ...decodeView(`?${whole}`), modelId } });
}

/** The fields of a page's link that name facts: they are set as soon as those are known. */
export function lateFields({ view }: Pick<LessonPage, 'view'>): string {
  const late = [...new URLSearchParams(view)].filter(([, text]) => text.includes('{'));
  return late.length === 0 ? '' : `?${new URLSearchParams(late)}`;
}

/** Leaves the lesson, for the list or altogether: the person's own view comes back, if there was one before. */
export function leaveFor(lesson: typeof LIST | null): void {
  const { view } = store.getState();
  const own = view.lesson === LIST ? null : takeOwnView(howOpened(), tab);
  before = null;
  if (own === null) dispatch({ type: 'viewChanged', change: { lesson } });
  else dispatch({ type: 'viewRestored', view: { ...own, ...keptWishes(view), lesson } });
}

/** Opens the glossary, or what to read on; what is on screen stays as it is. */
export function openBeside(lesson: Beside): void {
  const { lesson: from } = store.getState().view;
  before = isOverview(from) ? null : from;
  // On the list nothing is kept, but for what a lesson left that the browser's own back button has ended.
  if (from === LIST) takeOwnView(undefined, tab);
  dispatch({ type: 'viewChanged', change: { lesson } });
}

/** The page of a lesson from which what is open beside the lessons was opened, as an address has it; null if from none. */
export function pageBefore(): string | null {
  return before;
}

/** Back from the glossary to the page of a lesson that it was opened from: what is on screen is still as it was there. */
export function backToPage(address: string): void {
  dispatch({ type: 'viewChanged', change: { lesson: address } });
}

/** How the page was opened, as PerformanceNavigationTiming says. */
function howOpened(): string | undefined {
  const [how] = performance.getEntriesByType('navigation');
  return how instanceof PerformanceNavigationTiming ? how.type : undefined;
}

/** The view with heads named as in a link, and the model that a link may not name. */
export function ownNow(state: AppState): View {
  return { ...decodeView(linkOf(state)), modelId: state.view.modelId };
}

function isSameText(a: View, b: View): boolean {
  return areSame(a, b, [...OF_MODEL, ...OF_TEXT]);
}

function readsText({ model }: AppState): boolean {
  return model.status !== 'ready' || MODEL_INPUTS[model.model.takes].box === 'text';
}

function valueIn(state: AppState, fact: string): ReturnType<ValueOf> {
  const found = factOf(state, fact);
  return typeof found === 'number' ? factWords(fact, found) : found;
}
