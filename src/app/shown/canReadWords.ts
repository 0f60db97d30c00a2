import type { AppState } from '../state/appState.ts';
import { hasOwnLanguage } from '../state/catalog.ts';

/**
 * Whether the model can be asked about lists of English words: it runs here, reads one text, and is not one with a language of its own. Of one
 * that is on its way nothing else is known.
 */
export function canReadWords({ model, catalog, view }: Pick<AppState, 'model' | 'catalog' | 'view'>): boolean {
  if (model.status !== 'ready') return !hasOwnLanguage(catalog, view.modelId);
  return model.ablation !== null && model.model.takes === 'text' && !hasOwnLanguage(catalog, model.model.id);
}
