import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Paper, PaperPart } from './paper.ts';
import styles from './Handout.module.css';

/** A picture for paper. */
type Drawn = { readonly svg: string };
export type DrawFigures = () => Promise<readonly Drawn[]>;

type HandoutProps = {
  readonly paper: Paper;
  readonly draw: DrawFigures;
  readonly onDone: () => void;
};

/** A lesson on paper, as of the moment when it was asked for: it is laid out for print alone, and printed once its pictures are there. */
export function Handout({ paper: { id, title, about, model, text, pages }, draw, onDone }: HandoutProps) {
  const sheet = useSheet();
  const article = useRef<HTMLElement>(null);
  const [urls, setUrls] = useState<readonly string[] | null>(null);
  // Without a picture the words are still worth their paper.
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    let isWanted = true;
    let made: readonly string[] = [];
    const fill = async (): Promise<void> => {
      const drawn = await draw().catch(() => null);
      if (!isWanted) return;
      setFailed(drawn === null);
      made = (drawn ?? []).map(({ svg }) => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })));
      setUrls(made);
    };
    void fill();
    return () => {
      isWanted = false;
      for (const url of made) URL.revokeObjectURL(url);
    };
  }, [draw]);
  useEffect(() => {
    if (urls === null) return undefined;
    let isWanted = true;
    const print = async (): Promise<void> => {
      // One that cannot be read is left out by the browser.
      await Promise.allSettled(
        [...(article.current?.querySelectorAll('img') ?? [])].map(async (image) => image.decode()),
      );
      if (isWanted) window.print();
    };
    window.addEventListener('afterprint', onDone);
    void print();
    return () => {
      isWanted = false;
      window.removeEventListener('afterprint', onDone);
    };
  }, [urls, onDone]);
  const asked = pages.flatMap(({ guess }, at) => (guess === null ? [] : [{ ...guess, at }]));
  return createPortal(
    <article ref={article} className={styles.handout} data-handout={id} lang="en">
      <h1>{title}</h1>
      <p>{about}</p>
      <p className={styles.small}>
        On screen: {model}, reading “{text}”. {new URL(`?lesson=${id}`, document.baseURI).href}
      </p>
      {pages.map(({ title: name, words, does, guess }, at) => (
        <section key={`${at} ${name}`}>
          <h2>
            {at + 1} {name}
          </h2>
          <p>
            <Parts of={words} />
          </p>
          <p className={styles.does}>
            → <Parts of={does} />
          </p>
          {guess === null ? null : (
            <>
              <p>
                <b>Your guess:</b> <Parts of={guess.asks} /> {guess.options}
              </p>
              <div className={styles.line} />
            </>
          )}
        </section>
      ))}
      {urls?.map((url) => (
        <img key={url} src={url} alt="What is on screen" />
      ))}
      {hasFailed ? <p>The figures could not be drawn. Check the connection and print it again.</p> : null}
      {asked.length === 0 ? null : (
        <section className={styles.answers}>
          <h2>Answers</h2>
          <ul>
            {asked.map(({ at, asks, truth }) => (
              <li key={at}>
                {at + 1} <Parts of={asks} /> <b>{truth ?? 'Measure it in the page.'}</b>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>,
    sheet,
  );
}

/**
 * What the paper lies in, beside the page. An element that comes and goes with it: React listens for every kind of event on what it draws
 * into, and on the body those listeners, 143 of them, would stay for good.
 */
function useSheet(): HTMLElement {
  const [sheet] = useState(() => {
    const made = document.createElement('div');
    made.className = styles.sheet ?? '';
    return made;
  });
  useEffect(() => {
    document.body.append(sheet);
    return () => sheet.remove();
  }, [sheet]);
  return sheet;
}

function Parts({ of }: { readonly of: readonly PaperPart[] }) {
  return of.map(({ text, is }, at) => {
    const key = `${at} ${is}`;
    return is === 'fact' ? <b key={key}>{text}</b> : is === 'quoted' ? <i key={key}>{text}</i> : text;
  });
}
