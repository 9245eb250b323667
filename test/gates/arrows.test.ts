import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkArrows } from '../../tools/gates/arrows.ts'
import type { GateResult } from '../../tools/gates/gate.ts'
import { type PlantedFiles, plant } from './plant.ts'

const uses = (specifier: string): string => `import '${specifier}'\n`

const planted: PlantedFiles = {
  'test/a.ts': 'export const a = 1\n',
  'functions/verifier.ts': uses('../src/cli/main.ts'),
  'src/cli/main.ts': uses('node:fs'),
  'src/net/upward.ts': uses('../headers/leaf.ts'),
  'src/headers/leaf.ts': 'export const a = 1\n',
  'src/headers/sideways.ts': uses('../ranges/leaf.ts'),
  'src/headers/barrel.ts': uses('../net/index.ts'),
  'src/headers/types.ts': "import type { A } from '../resolve/type.ts'\n\nexport type B = A\n",
  'src/resolve/type.ts': 'export type A = 1\n',
  'src/ranges/leaf.ts': 'export const a = 1\n',
  'src/net/one.ts': "import { two } from './two.ts'\n\nexport const one = (): number => two()\n",
  'src/net/two.ts': "import { one } from './one.ts'\n\nexport const two = (): number => one()\n",
  'src/net/gone.ts': uses('./nowhere.ts'),
  'src/net/tested.ts': uses('../../test/a.ts'),
  'src/mystery/leaf.ts': 'export const a = 1\n',
  'src/mystery/user.ts': uses('../net/read.ts'),
  'src/stray.ts': 'export const a = 1\n',
  'src/edge/app.ts': uses('hono'),
  'src/edge/pipeline.ts': uses('hono'),
  'src/edge/disk.ts': uses('node:fs'),
  'src/resolve/disk.ts': uses('fs'),
  'src/origin/fetch.ts': uses('node:http'),
  'src/origin/index.ts': uses('./node/http.ts'),
  'functions/cloudflare-worker.ts': uses('node:fs'),
  'src/verifier/sidecar/proxy.ts': uses('../tcp-relay/relay.ts'),
  'src/verifier/tcp-relay/relay.ts': 'export const a = 1\n',
  'src/net/inner/index.ts': 'export const a = 1\n',
  'src/headers/inner-barrel.ts': uses('../net/inner/index.ts'),
  'src/origin/node/http.ts': uses('node:http'),
  'src/config/schema.ts': `${uses('zod')}${uses('ipaddr.js')}`,
  'src/settings/schema.ts': uses('zod'),
  'src/net/oracle.ts': uses('ipaddr.js'),
  'src/net/library.ts': uses('semver'),
}

let result: GateResult
const cleanups: (() => void)[] = []

beforeAll(async () => {
  result = await checkArrows(plant(planted, (clean) => cleanups.push(clean)))
})
afterAll(() => {
  for (const clean of cleanups) clean()
})

test.each([
  { rule: 'a row that imports one below it', want: 'row-0-net: src/net/upward.ts → src/headers/leaf.ts' },
  { rule: 'a folder that imports its neighbour', want: 'row-1-headers: src/headers/sideways.ts → src/ranges/leaf.ts' },
  { rule: 'a type taken from a lower row', want: 'row-1-headers: src/headers/types.ts → src/resolve/type.ts' },
  { rule: 'a barrel imported inside the project', want: 'no-barrel-inside: src/headers/barrel.ts → src/net/index.ts' },
  {
    rule: 'a barrel of an inner folder',
    want: 'no-barrel-inside: src/headers/inner-barrel.ts → src/net/inner/index.ts',
  },
  { rule: 'one service of the verifier in another', want: 'services-apart: src/verifier/sidecar/proxy.ts' },
  { rule: 'a cycle', want: 'no-cycle: src/net/one.ts' },
  { rule: 'an import of nothing', want: 'resolvable: src/net/gone.ts' },
  { rule: 'a product file that imports a test', want: 'no-test-in-product: src/net/tested.ts → test/a.ts' },
  { rule: 'a deployable that imports a command', want: 'functions-take-no-command: functions/verifier.ts' },
  { rule: 'a folder without a row', want: 'folder-without-row: src/mystery/user.ts' },
  { rule: 'a folder without a row and without imports', want: 'folder-without-row-alone: src/mystery/leaf.ts' },
  { rule: 'a file in no folder', want: 'folder-without-row-alone: src/stray.ts' },
  { rule: 'hono outside its import points', want: 'import-point-hono: src/edge/pipeline.ts' },
  { rule: 'zod outside the configuration', want: 'import-point-zod: src/settings/schema.ts' },
  { rule: 'ipaddr.js outside the configuration', want: 'import-point-ipaddr.js: src/net/oracle.ts' },
  { rule: 'a library without an import point', want: 'import-point-unlisted: src/net/library.ts' },
  { rule: 'node:* at the edge', want: 'import-point-node: src/edge/disk.ts' },
  { rule: 'Node without its prefix in the core', want: 'import-point-node: src/resolve/disk.ts' },
  { rule: 'node:* in a verifier for every runtime', want: 'import-point-node: src/origin/fetch.ts' },
  { rule: 'Node files in the verifier for every runtime', want: 'origin-runs-everywhere: src/origin/index.ts' },
  { rule: 'node:* in a Worker', want: 'import-point-node: functions/cloudflare-worker.ts' },
])('arrows refuses $rule', ({ want }) => {
  expect(result.output).toContain(want)
})

test.each(['src/edge/app.ts', 'src/config/schema.ts', 'src/origin/node/http.ts', 'src/cli/main.ts →'])(
  'arrows lets %s import what it is the named point for',
  (path) => {
    expect(result.output).not.toContain(`: ${path}`)
  },
)

test('arrows accepts a sound project and counts its files', async () => {
  expect(await checkArrows(plant({}))).toMatchObject({ ok: true, count: 2, output: '' })
})

test('arrows is red when the tool sees fewer files than there are', async () => {
  const blind = plant({ '.dependency-cruiser.mjs': "export default { options: { exclude: 'read' } }\n" })
  expect(await checkArrows(blind)).toMatchObject({ ok: false, output: 'src/net/read.ts: not seen by the gate' })
})
