import { Captioned, Figure, Row } from './Figure.tsx';

/** Where the pictures lie that tests hold every view to, by their files. */
const FILES: Readonly<Record<string, string>> = import.meta.glob('../src/views/*/pictures/*.svg', {
  query: '?url',
  import: 'default',
  eager: true,
});

const VIEWS = [...new Set(Object.keys(FILES).map(viewOf))];

/** The pictures that tests hold every view to, a figure a view; each is light or dark by itself. */
export function Goldens() {
  return VIEWS.map((view) => (
    <Figure key={view} name={`goldens-${view}`} scheme="light" width={1440}>
      <Row>
        {Object.entries(FILES).map(([path, url]) =>
          viewOf(path) !== view ? null : (
            <Captioned key={path} caption={path.split('/').at(-1) ?? ''}>
              <img src={url} alt="" />
            </Captioned>
          ),
        )}
      </Row>
    </Figure>
  ));
}

function viewOf(path: string): string {
  return path.split('/').at(-3) ?? '';
}
