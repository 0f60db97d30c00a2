import { useState } from 'react';
import told from '../../../models/families.json?told';
import styles from './OpenDialog.module.css';

/** All that tests open, families of models and parts of graphs, and what comes of each; those that a search names, where there is one. */
export function FamiliesPart() {
  const [sought, setSought] = useState('');
  const found = told.filter(({ name, words }) =>
    `${name} ${words}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  return (
    <>
      <div className={styles.row}>
        <label className={styles.wide}>
          find a family, an operator or a reason
          <input type="search" value={sought} onChange={(event) => setSought(event.target.value)} />
        </label>
        <output>
          {found.length} of {told.length}
        </output>
      </div>
      <table className={styles.card} aria-label="What was tried">
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
