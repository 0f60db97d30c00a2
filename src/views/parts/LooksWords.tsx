import type { AskSide } from '../../core/ask/answers.ts';

type LooksWordsProps = { readonly side: AskSide; readonly name: string; readonly headName: string };

/** What is bright in a picture or a sound: where a token looks, or what looks at it. */
export function LooksWords({ side, name, headName }: LooksWordsProps) {
  return (
    <span role="status">
      {side === 'query' ? 'Bright: where ' : 'Bright: what looks at '}
      <b data-axis={side}>{name}</b>
      {side === 'query' ? ' looks' : ''}
      {headName === '' ? '' : ` in ${headName}`}.
    </span>
  );
}
