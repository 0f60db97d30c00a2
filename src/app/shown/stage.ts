import { createContext, use, useMemo, useState } from 'react';
import { createHoverStore } from '../../views/hover.ts';
import type { HoverStore } from '../../views/hover.ts';
import type { Scheme } from '../../views/paint/ramp.ts';
import { useRem, useScheme } from './useEnvironment.ts';
import type { View } from '../state/view.ts';

/** What every picture of the page shares. */
type Stage = {
  /** What the pointer or the keyboard cursor is on. */
  readonly hover: HoverStore;
  readonly scheme: Scheme;
  /** In CSS pixels. */
  readonly rem: number;
};

const StageContext = createContext<Stage | null>(null);

/** Gives the page its stage. */
export const StageProvider = StageContext.Provider;

/** A stage that follows the person's wishes and the screen. */
export function useNewStage({ theme, isLarge }: Pick<View, 'theme' | 'isLarge'>): Stage {
  const [hover] = useState(createHoverStore);
  const scheme = useScheme(theme);
  const rem = useRem(isLarge);
  return useMemo(() => ({ hover, scheme, rem }), [hover, scheme, rem]);
}

/** The stage of the page. Throws Error outside of it. */
export function useStage(): Stage {
  const stage = use(StageContext);
  if (stage === null) throw new Error('invalid tree: there is no stage around this component');
  return stage;
}
