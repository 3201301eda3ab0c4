/** The layers of ARCHITECTURE.md. Everything is an error; there is no baseline. */

const node = { dependencyTypes: ['core'] }
const npm = { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] }

/** @type {(name: string, comment: string, from: object, to: object) => object} */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule(
      'no-circular',
      'Two files that need each other at run time are one file; types may name each other.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule('not-to-unresolvable', 'An import that resolves to nothing.', {}, { couldNotResolve: true }),
    rule(
      'engine-is-pure',
      'The engine imports the engine and lib/shared, nothing else.',
      { path: '^lib/engine/' },
      { pathNot: '^lib/(engine|shared)/' },
    ),
    rule(
      'engine-no-node',
      'No clock, no I/O: no Node modules in the engine.',
      { path: '^lib/engine/' },
      node,
    ),
    rule('engine-no-npm', 'No packages in the engine.', { path: '^lib/engine/' }, npm),
    rule(
      'shared-is-a-leaf',
      'lib/shared imports lib/shared only.',
      { path: '^lib/shared/' },
      { pathNot: '^lib/shared/' },
    ),
    rule(
      'contracts-see-engine-and-zod',
      'Contracts are schemas over the engine’s types.',
      { path: '^lib/contracts/' },
      { pathNot: '^(lib/(contracts|engine|shared)/|node_modules/zod/)' },
    ),
    rule(
      'store-alone-sees-the-database',
      'Prisma and pg belong to lib/store; set-up steps and tests may open a connection to a cluster of their own.',
      { path: '^(app|components|lib|bin)/', pathNot: '^(lib/store|bin/setup|bin/develop)/' },
      { path: '(^|/)node_modules/(pg|@prisma|prisma|\\.prisma)/|^lib/store/prisma/generated/' },
    ),
    rule(
      'store-knows-no-use-case',
      'The store is below services, gate, auth and jobs.',
      { path: '^lib/store/' },
      { path: '^(app|components|bin|lib/(services|gate|jobs|connectors|auth|http|client))/' },
    ),
    rule(
      'services-never-see-next',
      'A use case runs the same in the gate, the worker and the command line.',
      { path: '^lib/(services|jobs|connectors|gate|store|contracts)/' },
      { path: '(^|/)node_modules/(next|react|react-dom)/|^(app|components)/' },
    ),
    rule(
      'services-are-below-the-borders',
      'Use cases do not know who calls them.',
      { path: '^lib/services/' },
      { path: '^lib/(gate|jobs|http|client)/|^bin/' },
    ),
    rule(
      'screens-never-see-the-store',
      'Pages read and act through services.',
      { path: '^(app|components|lib/client)/' },
      { path: '^lib/store/' },
    ),
    rule(
      'client-code-stays-in-the-browser',
      'Query keys and hooks import contracts, engine and shared.',
      { path: '^(lib/client|components)/' },
      { path: '^lib/(services|gate|jobs|connectors|auth/server|store)/|^bin/' },
    ),
    rule(
      'ui-and-charts-know-no-domain',
      'Primitives and chart wrappers take plain props.',
      { path: '^components/(ui|charts)/' },
      { path: '^lib/(?!shared/)|^components/(?!ui/|charts/)|^app/' },
    ),
    rule(
      'features-do-not-reach-across',
      'What features share moves to ui, charts, shell or guard (the account’s state and its chart).',
      { path: '^components/([^/]+)/', pathNot: '^components/(ui|charts|shell|guard)/' },
      { path: '^components/', pathNot: '^components/($1|ui|charts|shell|guard)/' },
    ),
    rule(
      'components-below-app',
      'Components do not import pages.',
      { path: '^components/' },
      {
        path: '^app/(?!actions/)',
      },
    ),
    rule(
      'lib-below-screens',
      'The library never imports a screen.',
      { path: '^lib/' },
      {
        path: '^(app|components)/',
      },
    ),
    rule(
      'nothing-imports-tests',
      'Tests are leaves.',
      { pathNot: '^(tests|bench)/|\\.config\\.' },
      {
        path: '^tests/',
      },
    ),
    rule(
      'nothing-imports-bin',
      'Entries are leaves; tests may start them.',
      { path: '^(app|components|lib)/' },
      {
        path: '^bin/',
      },
    ),
    rule(
      'no-dev-dependency-at-run-time',
      'What ships needs only dependencies.',
      {
        path: '^(app|components|lib)/',
      },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules|^lib/store/prisma/generated' },
    exclude: { path: '^(\\.next|\\.interlock|tests/platforms/servers)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
