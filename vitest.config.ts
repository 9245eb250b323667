import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

/** Vitest's own second is over soon where other work has the processors. What comes true at once costs nothing. */
const patient = { poll: { timeout: 20_000 } }

const node: TestProjectConfiguration = {
  test: {
    name: 'node',
    include: ['test/**/*.test.ts'],
    expect: patient,
    exclude: ['test/workerd/**', 'test/live/**', 'test/gates/**', 'test/infra-deep/**'],
    testTimeout: 30_000,
    // All of the processors: with two, Vitest would else leave one to itself.
    maxWorkers: '100%',
    sequence: { groupOrder: 0 },
  },
}

const workerd: TestProjectConfiguration = {
  // The namespace is the tests' own: the Worker as it ships has none.
  plugins: [
    cloudflareTest({
      main: 'functions/cloudflare-worker.ts',
      wrangler: { configPath: './wrangler.toml' },
      miniflare: { kvNamespaces: ['IPSEAL_KV'] },
    }),
  ],
  test: {
    name: 'workerd',
    include: ['test/workerd/**/*.test.ts'],
    expect: patient,
    testTimeout: 30_000,
    sequence: { groupOrder: 1 },
  },
}

const gates: TestProjectConfiguration = {
  test: {
    name: 'gates',
    include: ['test/gates/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { groupOrder: 2 },
  },
}

/** Linters for Terraform, which `npm run test:infra` installs; without them its tests are skipped. */
const infra: TestProjectConfiguration = {
  test: {
    name: 'infra',
    include: ['test/infra-deep/**/*.test.ts'],
    testTimeout: 120_000,
    sequence: { groupOrder: 4 },
  },
}

/**
 * These start other programs and talk to them over real sockets, so they may take long on a loaded machine, and what fails
 * is tried once more; `npm test` names what passed only then. They wait most of the time, hence more of them than processors.
 */
const starters = {
  globalSetup: ['test/live/fetch-programs.ts'],
  expect: patient,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  retry: 1,
  maxWorkers: 3,
  sequence: { groupOrder: 3 },
}

const live: TestProjectConfiguration = {
  test: {
    ...starters,
    name: 'live',
    include: ['test/live/**/*.test.ts'],
    exclude: ['test/live/matrix/**'],
  },
}

const matrix: TestProjectConfiguration = {
  test: {
    ...starters,
    name: 'matrix',
    include: ['test/live/matrix/**/*.test.ts'],
  },
}

export default defineConfig({
  test: {
    projects: [node, workerd, gates, infra, live, matrix],
  },
})
