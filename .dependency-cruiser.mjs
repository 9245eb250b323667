/**
 * The arrows of the project. A file imports from its own folder and from folders in rows above its own, never from
 * another folder of the same row. A new folder under `src` is one word here; without it every file in it is red.
 */
const rows = [
  ['fault', 'net', 'fresh'],
  ['headers', 'proxy-protocol', 'ranges'],
  ['resolve', 'assertion'],
  ['settings'],
  ['config', 'edge', 'origin', 'refresh'],
  ['verifier', 'topology'],
  ['compile', 'lint', 'simulate', 'platform'],
  ['cli'],
]

/** Who may import a library. One that is not here may be imported by nobody under `src` or `functions`. */
const importPoints = {
  '@aws-sdk/client-cloudfront-keyvaluestore': ['^src/platform/kvs/write-value\\.ts$'],
  '@aws-sdk/client-s3': ['^src/platform/list-stores/s3-client\\.ts$'],
  '@aws-sdk/client-ssm': ['^src/platform/stores/ssm-client\\.ts$'],
  '@aws-sdk/signature-v4a': ['^src/platform/kvs/write-value\\.ts$'],
  '@grpc/grpc-js': ['^src/verifier/ext-authz/'],
  '@grpc/proto-loader': ['^src/verifier/ext-authz/load-authorization\\.ts$'],
  commander: ['^src/cli/'],
  diff: ['^src/cli/'],
  // Its types alone.
  fastify: ['^src/origin/node/fastify\\.ts$'],
  hono: ['^src/edge/app\\.ts$', '^src/cli/', '^functions/'],
  'ipaddr.js': ['^src/config/'],
  'p-retry': ['^src/refresh/'],
  'prom-client': ['^src/verifier/telemetry/metrics\\.ts$'],
  wrangler: ['^src/cli/'],
  yaml: ['^src/compile/yaml/'],
  zod: ['^src/config/', '^src/topology/(topology|json)-schema\\.ts$'],
}

/** Who may import from Node itself. */
const nodePlaces = [
  '^src/origin/node/',
  '^src/(verifier|platform|cli)/',
  '^functions/(?!cloudflare-|refresh-ranges-worker)',
]

const anyFolder = rows.flat().join('|')
/** @param {string} name */
const escapeDots = (name) => name.replaceAll('.', '\\.')

/**
 * @param {string} folder
 * @param {number} rowIndex
 */
function forbidOutsideItsRows(folder, rowIndex) {
  const allowed = [folder, ...rows.slice(0, rowIndex).flat()].join('|')
  return {
    name: `row-${rowIndex}-${folder}`,
    comment: `src/${folder} may import: ${allowed.replaceAll('|', ', ')}.`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: '^(src|functions|tools|bench|examples)/', pathNot: `^src/(${allowed})/` },
  }
}

/** @param {[library: string, places: string[]]} point */
function forbidLibraryElsewhere([library, places]) {
  return {
    name: `import-point-${library}`,
    comment: `${library} may be imported only from: ${places.join(', ')}.`,
    severity: 'error',
    from: { path: '^(src|functions)/', pathNot: places },
    to: { path: `(^|/)node_modules/${escapeDots(library)}/` },
  }
}

const knownLibraries = Object.keys(importPoints).map(escapeDots).join('|')

const structure = [
  {
    name: 'no-cycle',
    comment: 'Two files that need each other are one idea: join them, or move what both need into a third.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'folder-without-row',
    comment: 'Every folder under src stands in a row of this file.',
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(${anyFolder})/` },
    to: {},
  },
  {
    name: 'folder-without-row-alone',
    comment: 'Every folder under src stands in a row of this file.',
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(${anyFolder})/`, orphan: true },
    to: {},
  },
  {
    name: 'no-test-in-product',
    comment: 'What ships does not know its tests.',
    severity: 'error',
    from: { path: '^(src|functions)/' },
    to: { path: '^test/' },
  },
  {
    name: 'functions-take-no-command',
    comment: 'A deployable is wiring over the rows below the command line.',
    severity: 'error',
    from: { path: '^functions/' },
    to: { path: '^src/cli/' },
  },
  {
    name: 'origin-runs-everywhere',
    comment: 'The verifier for every runtime must not bring the files for Node along.',
    severity: 'error',
    from: { path: '^src/origin/', pathNot: '^src/origin/node/' },
    to: { path: '^src/origin/node/' },
  },
  {
    name: 'services-apart',
    comment: 'Each way in which the verifier service serves is one that could be left out.',
    severity: 'error',
    from: { path: '^src/verifier/(forward-auth|ext-authz|sidecar|tcp-relay)/' },
    to: { path: '^src/verifier/(forward-auth|ext-authz|sidecar|tcp-relay)/', pathNot: '^src/verifier/$1/' },
  },
  {
    name: 'no-barrel-inside',
    comment: 'An index.ts is the public face of a folder; inside the project import the file that you mean.',
    severity: 'error',
    from: { path: '^(src|functions)/' },
    to: { path: '^src/.+/index\\.ts$' },
  },
  {
    name: 'resolvable',
    comment: 'An import that resolves to nothing is checked by nothing.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: '^(cloudflare:|cloudfront$)' },
  },
]

const libraries = [
  {
    name: 'import-point-unlisted',
    comment: 'A new library gets a named import point in this file.',
    severity: 'error',
    from: { path: '^(src|functions)/' },
    to: {
      dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
      pathNot: `(^|/)node_modules/(${knownLibraries})/`,
    },
  },
  {
    name: 'import-point-node',
    comment: `node:* may be imported only from: ${nodePlaces.join(', ')}.`,
    severity: 'error',
    from: { path: '^(src|functions)/', pathNot: nodePlaces },
    to: { dependencyTypes: ['core'] },
  },
]

export default {
  forbidden: [
    ...structure,
    ...libraries,
    ...rows.flatMap((folders, rowIndex) => folders.map((folder) => forbidOutsideItsRows(folder, rowIndex))),
    ...Object.entries(importPoints).map(forbidLibraryElsewhere),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.wrangler|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
