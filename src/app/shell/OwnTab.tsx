import styles from './OwnTab.module.css';

/** In the place of the page where it cannot work: what is in the way, and the way out. */
export function OwnTab({ address }: { readonly address: string }) {
  return (
    <main className={styles.page}>
      <h1>Headlight</h1>
      <p role="alert">
        <strong>No model can run in this frame.</strong> The page around it gives Headlight no origin of its own, and
        browsers start no workers without one.
      </p>
      <p>
        <a href={address} target="_blank" rel="noopener">
          Open Headlight in a tab of its own
        </a>
      </p>
      <label>
        If no tab opens, copy this address into one:
        <input type="text" readOnly value={address} onFocus={(event) => event.target.select()} />
      </label>
    </main>
  );
}
