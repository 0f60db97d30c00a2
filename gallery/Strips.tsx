import { useState } from 'react';
import type { Token } from '../src/core/tokens.ts';
import type { Link } from '../src/core/links.ts';
import { createHoverStore } from '../src/views/hover.ts';
import type { Hover } from '../src/views/hover.ts';
import { TokenStrip } from '../src/views/TokenStrip/TokenStrip.tsx';
import type { StripAsk } from '../src/views/TokenStrip/TokenStrip.picture.ts';
import { makePattern } from './patterns.ts';
import type { PatternKind } from './patterns.ts';

export type StripProps = {
  readonly tokens: readonly Token[];
  /** The head whose links show for the lit token. */
  readonly kind?: PatternKind;
  readonly ask?: StripAsk;
  readonly arcs?: readonly Link[];
  readonly lit?: Partial<Hover>;
  /** Text that was cut off. */
  readonly rest?: string;
};

const NO_ARCS: readonly Link[] = [];

/** A line of tokens, with links where one of them is lit. */
export function Strip({ tokens, kind, ask, arcs = NO_ARCS, lit, rest = '' }: StripProps) {
  const [hover] = useState(() => {
    const store = createHoverStore();
    if (lit !== undefined) store.set(lit);
    return store;
  });
  const [shown] = useState(() =>
    kind === undefined ? null : { pattern: makePattern(kind, tokens.length, tokens.length, false, 3), hiding: null },
  );
  return (
    <TokenStrip
      axis="both"
      name="Tokens"
      tokens={tokens}
      ask={ask ?? null}
      arcs={arcs}
      shown={shown}
      hover={hover}
      rest={rest}
      rem={15}
      wraps={false}
      isTight={false}
      onAsk={() => {}}
    />
  );
}
