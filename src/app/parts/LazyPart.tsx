import { Component, Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { cutText } from '../../core/quote.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { Dialog } from './Dialog.tsx';
import { NotFetched } from '../shown/fetched.ts';
import controls from './controls.module.css';
import styles from './LazyPart.module.css';

type Props = {
  readonly children: ReactNode;
  /** Of a part that lies over the page: closes it, also where it could not be drawn. */
  readonly onClose?: () => void;
};
type Failure = { readonly thrown: unknown };

/**
 * A part of the page that may fail alone, because it could not be fetched or because drawing it failed; the rest stays usable. One that
 * failed to draw is tried again as soon as what it is drawn from changes.
 */
export class LazyPart extends Component<Props, { readonly failure: Failure | null }> {
  override state: { readonly failure: Failure | null } = { failure: null };

  static getDerivedStateFromError(thrown: unknown): { readonly failure: Failure } {
    return { failure: { thrown } };
  }

  readonly retry = (): void => this.setState({ failure: null });

  override render(): ReactNode {
    const { failure } = this.state;
    const { children, onClose } = this.props;
    if (failure === null) return <Suspense fallback={null}>{children}</Suspense>;
    const words =
      failure.thrown instanceof NotFetched ? (
        <PartNotFetched />
      ) : (
        <PartStopped thrown={failure.thrown} onRetry={this.retry} />
      );
    if (onClose === undefined) return words;
    // In the place of a sheet: it closes as the sheet would have.
    return (
      <Dialog label="Not shown" onClose={onClose}>
        {words}
      </Dialog>
    );
  }
}

/** A part that was to be drawn and did not come stays so for React: it is asked for again with the page. */
function PartNotFetched() {
  return (
    <p role="alert" className={styles.failed}>
      <strong>This part of the page could not be fetched.</strong> Check the connection and load the page again; its
      address keeps what you chose.
    </p>
  );
}

const selectView = (state: AppState) => state.view;
const selectRun = (state: AppState) => state.run;
const selectStudies = (state: AppState) => state.studies;
const selectAblated = (state: AppState) => state.ablated;

type PartStoppedProps = { readonly thrown: unknown; readonly onRetry: () => void };

/** Says what went wrong, and tries again once anything that the page shows is another. */
function PartStopped({ thrown, onRetry }: PartStoppedProps) {
  const view = useApp(selectView);
  const run = useApp(selectRun);
  const studies = useApp(selectStudies);
  const ablated = useApp(selectAblated);
  const [first] = useState({ view, run, studies, ablated });
  const isOther = view !== first.view || run !== first.run || studies !== first.studies || ablated !== first.ablated;
  useEffect(() => {
    if (isOther) onRetry();
  }, [isOther, onRetry]);
  return (
    <p role="alert" className={styles.failed}>
      <strong>This part of the page stopped by an error of its own</strong> ({messageOf(thrown)}). The rest works, and
      what was measured is kept. It is drawn again when you change something, such as the sentence.{' '}
      <button type="button" className={controls.link} onClick={onRetry}>
        Draw it again
      </button>
    </p>
  );
}

function messageOf(thrown: unknown): string {
  return cutText(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown), 300);
}
