import type { AttentionTensor } from '../../../core/tensor.ts';
import type { Token } from '../../../core/tokens.ts';
import type { HeadPanels } from '../headPanel.ts';

/** Tokens with the given texts. */
export function tokensOf(...texts: readonly string[]): readonly Token[] {
  return texts.map((text, position) => ({
    position,
    id: position,
    piece: text,
    text,
    start: position,
    end: position + 1,
    special: text.startsWith('['),
    segment: 0,
  }));
}

/** Shape [layer, head, query, key] = [1, 2, 2, 3]; layer 0 is the fourth of its model. */
export const CROSS: AttentionTensor = {
  kind: 'cross',
  nLayers: 1,
  nHeads: 2,
  nQueries: 2,
  nKeys: 3,
  data: Float32Array.of(1, 0, 0, 0.5, 0.25, 0.25, 0, 0, 1, 0.75, 0.25, 0),
  layerNumbers: [3],
};

/** The same with everything shown on the absolute scale. */
export const PANELS: HeadPanels = {
  tensor: CROSS,
  isCausal: false,
  hidden: null,
  mode: 'absolute',
  base: null,
  differenceMax: 1,
  queryTokens: tokensOf(' deux', ' mots'),
  keyTokens: tokensOf(' three', ' other', ' words'),
};

export const noPause = (): Promise<void> => Promise.resolve();

export const WORDS = { title: 'A title', description: 'A description', caption: ['“three other words”', 'A model.'] };
