import { Term } from '../../views/parts/Term.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { STRETCH_KEYS } from '../heads/stretchKeys.ts';
import { KEY_WORDS } from './keyWords.ts';
import { PAGES } from './pages.ts';
import { PRESENT_KEYS } from './presentKeys.ts';
import { dispatch, store } from '../state/store.ts';
import { THINGS_TO_TRY } from './thingsToTry.ts';
import { decodeView, hasText, keptWishes } from '../state/url.ts';
import controls from '../parts/controls.module.css';
import styles from './HelpSheet.module.css';

const PAGES_IN_WORDS = Object.values(PAGES)
  .flatMap(({ help }) => help ?? [])
  .join(' ');

/** How to read the page and what the keys do. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog label="Help and keys" className={styles.sheet} onClose={onClose}>
      <h2>How to read it</h2>
      <p>
        Each small square is one attention head of the model, reading your sentence. A{' '}
        <b className={styles.query}>row</b> is a token that looks (the query), a <b className={styles.key}>column</b> a
        token looked at (the key). The stronger the colour of a cell, the more of the row’s attention lies there; each
        row sums to 1. Hatched cells are not allowed: a <Term of="causal">causal</Term> model cannot look ahead.
      </p>
      <p>
        In a <Term of="transformer">transformer</Term>, each head turns a token into a query, a key and a{' '}
        <Term of="value">value</Term>. The <Term of="scaled-dot-product">scaled dot product</Term> of query and key, put
        through a <Term of="softmax">softmax</Term>, gives the weights; the values, weighted so, are added to the{' '}
        <Term of="residual-stream">residual stream</Term>. What comes out at the top are <Term of="logits">logits</Term>
        : from them the next word is foretold. Often heads have nothing to do and <Term of="resting">rest</Term>, on{' '}
        <Term of="special-token">special tokens</Term> or another <Term of="sink">sink</Term>. Every dotted word is
        explained where it stands.
      </p>
      <p>
        A head’s label says where it looks in this sentence, not what it does with it, nor whether the model needs it.
        Each label states its rule, its score and what chance would give. Everything you type stays in this page.
      </p>
      <h2>Does this head matter?</h2>
      <p>{PAGES_IN_WORDS} What was measured says on which sentences it rests, and how much of a number is noise.</p>
      <h2>Things to try</h2>
      <ul>
        {THINGS_TO_TRY.map(({ title, query, says }) => (
          <li key={query}>
            <a
              href={query}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                show(query);
                onClose();
              }}
            >
              {title}
            </a>{' '}
            {says}
          </li>
        ))}
      </ul>
      <h2 className={controls.byKey}>Keys</h2>
      <dl className={controls.byKey}>
        {[
          ...Object.entries(KEY_WORDS),
          ...[...STRETCH_KEYS, ...PRESENT_KEYS].map(({ name, says }) => [name, says] as const),
        ].map(([name, says]) => (
          <div key={says}>
            <dt>{name}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a href="licences.txt" target="_blank" rel="noopener">
          Licences
        </a>{' '}
        of Headlight and of all that it is made of.
      </p>
    </Dialog>
  );
}

/** What a link holds, here and now; what is the person's own, whatever is shown, stays. */
function show(query: string): void {
  const view = { ...decodeView(query), ...keptWishes(store.getState().view) };
  dispatch({ type: 'viewRestored', view, awaitsText: !hasText(query) });
}
