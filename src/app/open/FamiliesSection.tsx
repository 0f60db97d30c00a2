import { useState } from 'react';
import controls from '../parts/controls.module.css';
import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import styles from './OpenDialog.module.css';

const FamiliesPart = fetched(async () => (await import('./FamiliesPart.tsx')).FamiliesPart);

/** What else can be opened: the list is fetched when somebody asks. */
export function FamiliesSection() {
  const [isShown, setShown] = useState(false);
  return (
    <section className={styles.part}>
      <h3>What else can be opened</h3>
      <p>
        Any ONNX graph whose attention can be found in it.{' '}
        <button type="button" className={controls.link} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? 'Fewer words' : 'All that was tried, and what came of it'}
        </button>
      </p>
      {isShown ? (
        <LazyPart>
          <FamiliesPart />
        </LazyPart>
      ) : null}
    </section>
  );
}
