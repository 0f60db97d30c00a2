import type { ModelCard } from '../../core/card.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { FamiliesSection } from './FamiliesSection.tsx';
import { GraphChoice } from './GraphChoice.tsx';
import styles from './OpenDialog.module.css';

const selectModel = (state: AppState) => state.model;

/** What is known of the model on screen, and which nodes of its graph were read as attention. */
export function CardDialog({ onClose }: { readonly onClose: () => void }) {
  const model = useApp(selectModel);
  return (
    <Dialog label="About this model" onClose={onClose}>
      <h2>{model.status === 'ready' ? model.model.name : 'No model is loaded'}</h2>
      {model.status === 'ready' ? <Facts card={model.card} /> : null}
      <FamiliesSection />
    </Dialog>
  );
}

function Facts({ card }: { readonly card: ModelCard }) {
  const rows: readonly (readonly [string, string | null])[] = [
    ['architecture', card.architecture],
    ['layers × heads', `${card.nLayers} × ${card.nHeads}`],
    ['d_model', card.dModel === null ? null : String(card.dModel)],
    ['d_k (width of a head)', card.dHead === null ? null : String(card.dHead)],
    ['stored numbers', card.nParameters === 0 ? null : card.nParameters.toLocaleString('en')],
    ['precision', card.precision],
    ['ONNX operator set', card.opset === 0 ? null : String(card.opset)],
    ['files', card.files.map(({ path, bytes }) => `${path} (${(bytes / 1e6).toFixed(1)} MB)`).join(', ') || null],
  ];
  return (
    <>
      <table className={styles.card}>
        <tbody>
          {rows.map(([term, value]) =>
            value === null ? null : (
              <tr key={term}>
                <th scope="row">{term}</th>
                <td>{value}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      {card.graphs ? <GraphChoice graphs={card.graphs} /> : null}
      <section className={styles.part}>
        <h3>Read as attention</h3>
        <table className={styles.card}>
          <tbody>
            {card.sites.map((site) => (
              <tr key={`${site.kind} ${site.layer} ${site.nodeName}`}>
                <th scope="row">
                  {site.kind} {site.layer}
                </th>
                <td>
                  <code>{site.nodeName}</code> {site.how}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {card.notShown.length === 0 ? null : (
        <section className={styles.part}>
          <h3>Not shown</h3>
          <table className={styles.card}>
            <tbody>
              {card.notShown.map(({ nodeName, why }) => (
                <tr key={`${nodeName} ${why}`}>
                  <th scope="row">
                    <code>{nodeName}</code>
                  </th>
                  <td>{why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}
