import { useLayoutEffect } from 'react';
import { headName } from '../../core/tensor.ts';
import type { LooksProps } from '../../views/parts/looks.ts';
import { useAsk } from '../shown/useAsk.ts';
import { useShownHead } from '../shown/useShownHead.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { useStack } from '../shown/useStack.ts';
import { useStage } from '../shown/stage.ts';
import { dispatch } from '../state/store.ts';

type Looks = { readonly stack: ShownStack; readonly looks: LooksProps };

/**
 * The stack on screen, and what its lit head looks at as it is drawn over what was given to the model. Null where nothing of that is looked
 * at: tokens of a target, or learned queries, that look at each other.
 */
export function useLooks(): Looks | null {
  const { hover } = useStage();
  const stack = useStack();
  const shown = useShownHead(hover);
  const ask = useAsk();
  const asked = ask?.position ?? null;
  const side = ask?.side ?? 'query';
  useLayoutEffect(() => {
    hover.ask({ query: side === 'query' ? asked : null, key: side === 'key' ? asked : null });
  }, [hover, asked, side]);
  if (stack === null || (stack.tensor.kind === 'decoder' && !stack.run.image?.isAmong)) return null;
  return {
    stack,
    looks: {
      tokens: { query: stack.queryTokens, key: stack.keyTokens },
      pattern: shown?.picture.pattern ?? null,
      headName: shown === null ? '' : headName(stack.tensor, shown.head),
      hover,
      asked,
      side,
      onAsk: (position, of) => dispatch({ type: 'viewChanged', change: { asked: position ?? 'none', side: of } }),
    },
  };
}
