import { parseSync, Visitor } from 'vite';
import type { ESTree } from 'vite';

/** What a file takes from another one: names of its exports, `all` where it cannot be said which; none where it is only loaded. */
export type Use = { readonly specifier: string; readonly names: readonly string[] | 'all' };

export type Module = { readonly uses: readonly Use[]; readonly exports: readonly string[] };

/**
 * What a file of TypeScript exports and takes from others: imports of values and types, passed-on exports, `import()` in code and
 * in types, and `new URL(…, import.meta.url)`. The default export is called "default". Throws SyntaxError for a file that does
 * not parse.
 */
export function readModule(path: string, text: string): Module {
  const parsed = parseSync(path, text, { preserveParens: false });
  const { module } = parsed;
  const [error] = parsed.errors;
  if (error) throw new SyntaxError(`${path}: ${error.message}`);
  const passedOn = module.staticExports.flatMap(({ entries }) => entries);
  return {
    uses: [
      ...module.staticImports.map(({ moduleRequest, entries }) => ({
        specifier: moduleRequest.value,
        names: namesOf(entries.map(({ importName }) => importName)),
      })),
      ...passedOn.flatMap(({ moduleRequest, importName }) =>
        moduleRequest ? [{ specifier: moduleRequest.value, names: namesOf([importName]) }] : [],
      ),
      // The tree of a file is large, and few files take anything but at their head.
      ...(/\bimport\s*\(|\bnew URL\(/.test(text) ? usesInCode(parsed.program) : []),
    ],
    exports: [
      ...new Set(
        passedOn.flatMap(({ exportName: { kind, name } }) => (kind === 'Default' ? ['default'] : name ? [name] : [])),
      ),
    ],
  };
}

function namesOf(names: readonly { readonly kind: string; readonly name: string | null }[]): Use['names'] {
  const known = names.map(({ kind, name }) => (kind === 'Default' ? 'default' : name));
  return known.every((name) => name !== null) ? known : 'all';
}

function usesInCode(program: ESTree.Program): readonly Use[] {
  const uses: Use[] = [];
  // An import() of which it shows what is taken is met before the import() itself.
  const seen = new Set<ESTree.Node>();
  const add = (source: ESTree.Node, names: Use['names']): void => {
    if (source.type === 'Literal' && typeof source.value === 'string') uses.push({ specifier: source.value, names });
  };
  const addAwaited = (awaited: ESTree.Node | null, names: Use['names']): void => {
    if (awaited?.type !== 'AwaitExpression' || awaited.argument.type !== 'ImportExpression') return;
    seen.add(awaited.argument);
    add(awaited.argument.source, names);
  };
  new Visitor({
    MemberExpression: ({ object, property }) =>
      addAwaited(object, property.type === 'Identifier' ? [property.name] : 'all'),
    VariableDeclarator: ({ id, init }) => addAwaited(init, id.type === 'ObjectPattern' ? namesOfPattern(id) : 'all'),
    ImportExpression: (node) => {
      if (!seen.has(node)) add(node.source, 'all');
    },
    TSImportType: ({ source, qualifier }) => add(source, qualifier?.type === 'Identifier' ? [qualifier.name] : 'all'),
    NewExpression: ({ callee, arguments: [url, base] }) => {
      const isFile = callee.type === 'Identifier' && callee.name === 'URL' && base?.type === 'MemberExpression';
      if (isFile && base.object.type === 'MetaProperty' && url) add(url, []);
    },
  }).visit(program);
  return uses;
}

function namesOfPattern({ properties }: ESTree.ObjectPattern): Use['names'] {
  const names = properties.map((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? property.key.name : null,
  );
  return names.every((name) => name !== null) ? names : 'all';
}
