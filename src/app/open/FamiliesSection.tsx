import { useState } from 'react';
import type { FamilyRow, OpenedRow, PartRow } from '../../core/families.ts';
import controls from '../parts/controls.module.css';
import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import styles from './OpenDialog.module.css';

const Families = fetched(async () => {
  const [{ FamiliesPart }, { default: json }] = await Promise.all([
    import('./FamiliesPart.tsx'),
    import('../../../models/families.json?raw'),
  ]);
  // The tests that walk the file hold it to these types.
  const rows: readonly (FamilyRow | OpenedRow | PartRow)[] = JSON.parse(json);
  return () => <FamiliesPart rows={rows} />;
});

/** What else can be opened: the list is fetched when somebody asks. */
export function FamiliesSection() {
  const [isShown, setShown] = useState(false);
  return (
    <section className={styles.part}>
      <h3>What else can be opened</h3>
      <p>
        Any ONNX graph whose attention can be found in it.{' '}
        <button type="button" className={controls.link} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? 'Fewer words' : 'Every family that was tried, and what came of it'}
        </button>
      </p>
      {isShown ? (
        <LazyPart>
          <Families />
        </LazyPart>
      ) : null}
    </section>
  );
}
