import type { ModelInput } from '../../core/modelInputs.ts';
import type { HereSource } from '../../inference/protocol.ts';
import { DEFAULT_TEXT } from './fields.ts';
import type { View } from './view.ts';

/** One of the models that come with the app. */
export type CatalogModel = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly nLayers: number;
  readonly nHeads: number;
  /** What is fetched to open it. */
  readonly bytes: number;
  readonly takes: ModelInput;
  /** What it is to read first, where that is not the sentence that all begin with. */
  readonly firstText: string | null;
  /** Texts of its own that are worth trying; none where the sentences that come with the page are. */
  readonly examples: readonly string[];
  /** Pictures or sounds to begin with, and a comparison of the model with others of more and fewer heads; null where there are none. */
  readonly samplesUrl: string | null;
  readonly trainedUrl: string | null;
  /** What moments of its training came to; null where that is not known. */
  readonly momentsUrl: string | null;
  /** Pictures with their classes that heads are measured on: none of them was trained on. */
  readonly heldOut: { readonly url: string; readonly n: number } | null;
  /** False for one that opens by its address alone. */
  readonly isListed: boolean;
  readonly source: HereSource;
};

const NONE: readonly string[] = [];

/** The texts of its own that a model offers. */
export function examplesOf(catalog: readonly CatalogModel[], modelId: string | undefined): readonly string[] {
  return catalog.find(({ id }) => id === modelId)?.examples ?? NONE;
}

/** Whether a model of text reads a language of its own: it begins with another text than the English one that all others begin with. */
export function hasOwnLanguage(catalog: readonly CatalogModel[], modelId: string): boolean {
  return catalog.some(({ id, firstText }) => id === modelId && firstText !== null);
}

/** Whether the text is the sentence that others begin with, where the model begins with another: a person has typed it. */
export function isTypedDefault(
  { modelId, text }: Pick<View, 'modelId' | 'text'>,
  catalog: readonly CatalogModel[],
): boolean {
  return text === DEFAULT_TEXT && hasOwnLanguage(catalog, modelId);
}

/**
 * The view of a link that names a model and no text: it begins with the model's own, as where it is chosen, and where two texts meet that is
 * what is shown.
 */
export function beginning(view: View, catalog: readonly CatalogModel[]): View {
  const model = catalog.find(({ id }) => id === view.modelId);
  if (!model || model.firstText === null) return view;
  return { ...view, text: model.firstText, stack: view.stack ?? stackAtFirst(model) };
}

/** Null where it is the first that the model has. */
function stackAtFirst({ takes }: CatalogModel): View['stack'] {
  return takes === 'text-to-text' ? 'cross' : null;
}

/** The address of the pictures or sounds that a model begins with; null where there are none. */
export function samplesUrlOf(catalog: readonly CatalogModel[], modelId: string | undefined): string | null {
  return catalog.find(({ id }) => id === modelId)?.samplesUrl ?? null;
}

/**
 * What choosing one of these models changes in the view: with a model of another kind, or of another language, comes what it is to read first,
 * and where two texts meet that is what is shown.
 */
export function choosing(
  model: CatalogModel,
  { modelId, text }: Pick<View, 'modelId' | 'text'>,
  catalog: readonly CatalogModel[],
): Partial<View> {
  const { id, takes, firstText } = model;
  const before = catalog.find((other) => other.id === modelId);
  // Of two models of text each may have a language of its own, which the other does not read.
  const isOtherLanguage = before?.takes === takes && before.firstText !== firstText;
  const isOfSameKind = before?.takes === takes && !isOtherLanguage;
  const isForOther =
    takes === 'text' &&
    (isOtherLanguage ||
      catalog.some(
        (other) => other.firstText !== firstText && (other.firstText === text || other.examples.includes(text)),
      ));
  const first = isForOther ? (firstText ?? DEFAULT_TEXT) : isOfSameKind ? null : firstText;
  return { modelId: id, stack: stackAtFirst(model), ...(first !== null && { text: first, pair: null }) };
}
