import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const node: TestProjectConfiguration = {
  test: {
    name: 'node',
    include: ['test/**/*.test.ts'],
    exclude: ['test/workerd/**', 'test/live/**', 'test/gates/**'],
    testTimeout: 30_000,
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

// These start other programs, so they run one after another and may take long on a loaded machine.
const live: TestProjectConfiguration = {
  test: {
    name: 'live',
    include: ['test/live/**/*.test.ts'],
    exclude: ['test/live/matrix/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    sequence: { groupOrder: 3 },
  },
}

// Two at a time: each waits for its own gateway most of the time. The suites before them have fetched the programs.
const matrix: TestProjectConfiguration = {
  test: {
    name: 'matrix',
    include: ['test/live/matrix/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    sequence: { groupOrder: 4 },
  },
}

export default defineConfig({
  test: {
    projects: [node, workerd, gates, live, matrix],
  },
})
