import { useMemo } from 'react';
import { wordParts } from '../../core/lessons/wordParts.ts';
import { Term } from '../../views/parts/Term.tsx';
import { useApp } from '../state/store.ts';
import { factOf, factWords } from './facts/facts.ts';
import { isTerm } from './vocabulary.ts';
import styles from './learn.module.css';

/** A text of a lesson: facts in their places, as they are on screen now, and terms dotted. */
export function LessonWords({ text }: { readonly text: string }) {
  const parts = useMemo(() => wordParts(text), [text]);
  return parts.map((part, at) => {
    const key = `${at} ${part.kind}`;
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'quoted':
        return <i key={key}>{part.text}</i>;
      case 'fact':
        return <Fact key={key} fact={part.fact} />;
      case 'term':
        return isTerm(part.term) ? (
          <Term key={key} of={part.term}>
            {part.text}
          </Term>
        ) : (
          part.text
        );
    }
  });
}

function Fact({ fact }: { readonly fact: string }) {
  const found = useApp((state) => factOf(state, fact));
  return (
    <b
      className={styles.fact}
      data-fact={fact}
      data-phrase={(typeof found === 'string' && found.includes(' ')) || undefined}
      data-coming={found === null || undefined}
      title={found === undefined ? 'This cannot be told of what is on screen' : undefined}
    >
      {factWords(fact, found)}
    </b>
  );
}
