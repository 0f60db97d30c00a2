import { useState } from 'react';
import type { FamilyRow, OpenedRow, PartRow } from '../../core/families.ts';
import { familyWords } from '../../core/families.ts';
import styles from './OpenDialog.module.css';

type Props = { readonly rows: readonly (FamilyRow | OpenedRow | PartRow)[] };

/** Every family of models that tests open, and what comes of each; those that a search names, where there is one. */
export function FamiliesPart({ rows }: Props) {
  const [sought, setSought] = useState('');
  const told = rows.map((row) => ({ name: row.name, words: `${row.layout}: ${familyWords(row)}.` }));
  const found = told.filter(({ name, words }) =>
    `${name} ${words}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  return (
    <>
      <div className={styles.row}>
        <label className={styles.wide}>
          find a family, a layout or a reason
          <input type="search" value={sought} onChange={(event) => setSought(event.target.value)} />
        </label>
        <output>
          {found.length} of {told.length}
        </output>
      </div>
      <table className={styles.card} aria-label="Families">
        <tbody>
          {found.map(({ name, words }) => (
            <tr key={`${name} ${words}`}>
              <th scope="row">{name}</th>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
