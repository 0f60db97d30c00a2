import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import type { WeightsWish } from '../../inference/protocol.ts';
import { isAgreed } from '../state/agreedHosts.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import { megabytesOf, SUGGESTIONS } from './suggestions.ts';
import { DEFAULT_HOST, isModelId, readHost } from '../state/modelAddress.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { CachedList } from './CachedList.tsx';
import { HereList } from './HereList.tsx';
import styles from './OpenDialog.module.css';

const selectView = (state: AppState) => state.view;

const WEIGHTS: readonly (readonly [WeightsWish, string])[] = [
  ['auto', 'automatic'],
  ['fp32', 'fp32: exact'],
  ['fp16', 'fp16: half the size'],
  ['q8', '8-bit: a quarter'],
  ['q4', '4-bit: an eighth'],
  ['q4f16', '4-bit with fp16'],
];

/** Chooses a folder in place of files; React knows no property of this name. */
const FOLDER = { webkitdirectory: '' };

type OpenDialogProps = {
  readonly onClose: () => void;
};

/** Opens any model: from a hub, from files of this machine, or attention recorded elsewhere. */
export function OpenDialog({ onClose }: OpenDialogProps) {
  useEffect(() => dispatch({ type: 'cachedAsked' }), []);
  return (
    <Dialog label="Open a model" onClose={onClose}>
      <h2>Open a model</h2>
      <HubForm onDone={onClose} />
      <section className={styles.part}>
        <h3>From this machine</h3>
        <p>
          An ONNX file, with its tokenizer.json and config.json if you have them; or attention saved from Python (.npz,
          .npy, .safetensors) or by Headlight (.json). Drop files or a folder anywhere on the page, or choose them here.
          Nothing is uploaded: the files are read in this page.
        </p>
        <label className={styles.file}>
          Open files
          <input
            type="file"
            multiple
            aria-label="Open files"
            onChange={(event) => {
              dispatch({ type: 'filesOpened', files: [...(event.target.files ?? [])] });
              onClose();
            }}
          />
        </label>
        <label className={styles.file}>
          Open a folder
          <input
            type="file"
            multiple
            {...FOLDER}
            aria-label="Open a folder"
            onChange={(event) => {
              dispatch({ type: 'filesOpened', files: [...(event.target.files ?? [])] });
              onClose();
            }}
          />
        </label>
      </section>
      <CachedList onDone={onClose} />
      <HereList onDone={onClose} />
    </Dialog>
  );
}

function HubForm({ onDone }: { readonly onDone: () => void }) {
  const view = useApp(selectView);
  const [id, setId] = useState(view.modelId.includes('/') ? view.modelId : '');
  const [host, setHost] = useState(() =>
    isAgreed(store.getState().agreedHosts, view.host) ? view.host : DEFAULT_HOST,
  );
  const [weights, setWeights] = useState(view.weights);
  const [trouble, setTrouble] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const modelId = id.trim();
    const goodHost = readHost(host.trim());
    if (!isModelId(modelId) || !modelId.includes('/')) setTrouble('A model id has two parts, as in Xenova/gpt2.');
    else if (goodHost === null) setTrouble('The host is an address, as in https://huggingface.co.');
    else {
      dispatch({ type: 'hostAgreed', host: goodHost });
      dispatch({ type: 'viewChanged', change: { modelId, host: goodHost, weights, stack: null } });
      onDone();
    }
  };
  return (
    <form className={styles.part} onSubmit={submit}>
      <h3>From a hub</h3>
      <div className={styles.row}>
        <label className={styles.wide}>
          Model id
          <input
            type="text"
            value={id}
            placeholder="owner/name"
            spellCheck={false}
            onChange={(event) => setId(event.target.value)}
          />
        </label>
        <label>
          Weights
          <select
            value={weights}
            onChange={(event) => setWeights(WEIGHTS.find(([wish]) => wish === event.target.value)?.[0] ?? 'auto')}
          >
            {WEIGHTS.map(([wish, words]) => (
              <option key={wish} value={wish}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          Host
          <input type="text" value={host} spellCheck={false} onChange={(event) => setHost(event.target.value)} />
        </label>
        <button type="submit">Load from hub</button>
      </div>
      {trouble === '' ? null : (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
      <ul className={styles.list} aria-label="Suggestions">
        {SUGGESTIONS.map((suggestion) => (
          <li key={suggestion.id}>
            <button
              type="button"
              className={styles.pick}
              onClick={() => {
                setId(suggestion.id);
                setWeights(suggestion.weights);
              }}
            >
              {suggestion.id}
            </button>
            <span>
              {suggestion.kind}, {suggestion.nLayers} × {suggestion.nHeads}, about {megabytesOf(suggestion)} MB as fp32:{' '}
              {suggestion.goodFor}
            </span>
          </li>
        ))}
      </ul>
    </form>
  );
}
