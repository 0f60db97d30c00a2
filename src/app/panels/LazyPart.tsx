import { Component, Suspense } from 'react';
import type { ReactNode } from 'react';
import styles from './SidePanel.module.css';

type Props = { readonly children: ReactNode };

/** A part of the page that is fetched when it is first looked at; the rest stays usable if that fails. */
export class LazyPart extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (this.state.hasFailed) {
      return (
        <p role="alert" className={styles.failed}>
          <strong>This part of the page could not be shown.</strong> Check the connection and load the page again; its
          address keeps what you chose.
        </p>
      );
    }
    return <Suspense fallback={null}>{this.props.children}</Suspense>;
  }
}
