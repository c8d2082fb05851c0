/** The floors: which folder may import which. `scripts/floors.mjs` runs this and asserts how many modules it saw. */

const test = '\\.(test|spec|arbitrary)\\.tsx?$';
/** What tests are made with: builders of records, inputs and archives. */
const scaffold =
  '(/([a-z-]+\\.fixture|fixture|writers|sample-records|sample-inputs|temporary-folder|kill-trial)|^src/main/providers/fixtures/[^/]+)\\.ts$';
const entries = '^src/main/(index|serve|cli|reader|writer|indexer|finder|importer|exporter|parser)\\.ts$';

const only = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    only(
      'shared-stands-alone',
      'src/shared imports only itself and zod',
      { path: '^src/shared/', pathNot: test },
      { pathNot: ['^src/shared/', '^node_modules/zod/'] },
    ),
    only(
      'providers-see-shared-only',
      'a provider imports shared and the provider interface; the list imports the providers',
      { path: '^src/main/providers/', pathNot: [test, scaffold] },
      { pathNot: ['^src/shared/', '^src/main/providers/'] },
    ),
    only(
      'providers-do-not-import-each-other',
      'one format, one folder; what several read alike lies in reading/, what their tests share in fixtures/',
      { path: '^src/main/providers/([^/]+)/', pathNot: test },
      { path: '^src/main/providers/([^/]+)/', pathNot: '^src/main/providers/($1|reading|fixtures)/' },
    ),
    only(
      'the-archive-sees-shared-only',
      '',
      { path: '^src/main/archive/', pathNot: test },
      { path: '^src/', pathNot: ['^src/shared/', '^src/main/archive/'] },
    ),
    only(
      'import-and-export-know-no-app',
      'they run in processes of their own, and speak to main through work.ts',
      { path: '^src/main/(import|export)/', pathNot: test },
      { path: '^src/', pathNot: ['^src/shared/', '^src/main/(archive|providers|work\\.ts)', '^src/main/$1/'] },
    ),
    only(
      'hosts-do-not-import-each-other',
      '',
      { path: '^src/main/hosts/([^/]+)/' },
      { path: '^src/main/hosts/', pathNot: '^src/main/hosts/$1/' },
    ),
    only(
      'only-the-archive-speaks-sql',
      'src/main/archive is the only importer of better-sqlite3',
      { path: '^src/', pathNot: ['^src/main/archive/', test] },
      { path: 'better-sqlite3' },
    ),
    only(
      'only-its-host-imports-electron',
      '',
      { path: '^(src|e2e)/', pathNot: ['^src/main/hosts/electron/', '^src/main/index\\.ts$', '^src/preload/', '^e2e/hosts/'] },
      { path: '^(electron$|node_modules/electron/)' },
    ),
    only(
      'only-its-host-imports-ws-and-http',
      '',
      { path: '^src/', pathNot: ['^src/main/hosts/node/', test] },
      { path: ['^node_modules/(@types/)?ws/', '^(node:)?https?$'] },
    ),
    only('app-knows-no-host', '', { path: '^src/main/(app|jobs|respond)\\.ts$' }, { path: '^src/main/hosts/' }),
    only('renderer-knows-no-node', '', { path: '^src/renderer/', pathNot: test }, { dependencyTypes: ['core'] }),
    only('renderer-knows-no-main', '', { path: '^src/renderer/' }, { path: '^src/(main|preload)/' }),
    only(
      'features-do-not-import-each-other',
      'search, facets, list, reader, keep, import, export, settings meet in app.tsx and shell/ alone',
      { path: '^src/renderer/(search|facets|list|reader|keep|import|export|settings)/', pathNot: test },
      { path: '^src/renderer/(search|facets|list|reader|keep|import|export|settings)/', pathNot: '^src/renderer/$1/' },
    ),
    only(
      'features-know-no-shell',
      'the shell holds the features, not the other way around',
      { path: '^src/renderer/', pathNot: ['^src/renderer/(shell/|app\\.tsx$|main\\.tsx$)', test] },
      { path: '^src/renderer/(shell/|app\\.tsx$)' },
    ),
    only('nobody-imports-an-entry', '', { path: '^src/' }, { path: entries }),
    only('no-circles', '', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    only('production-does-not-import-tests', '', { path: '^src/', pathNot: [test, scaffold] }, { path: [test, scaffold] }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
