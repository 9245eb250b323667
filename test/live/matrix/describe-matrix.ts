/**
 * Runs what `ipseal compile` makes of a topology on the real data plane, and sends it every forgery that the tables know.
 *
 * A test of a product says where its program is and how the compiled files come to run on this machine; which requests
 * there are, what has to come of them, the application, the verifier service and the page are the matrix's own:
 *
 * ```ts
 * const found = await findHaproxy(process.env.PATH)
 *
 * const plane: DataPlane = {
 *   name: 'HAProxy behind PROXY',
 *   target: 'haproxy',
 *   evidence: 'product',
 *   topology: behindProxy({ product: 'haproxy', verifies: 'native' }),
 *   start: async (compiled, { application }) => {
 *     if ('missing' in found) return found
 *     const edits = { 'server app shop.default.svc:8080': `server app 127.0.0.1:${application}` }
 *     const edited = editFiles(compiled, edits)
 *     const write = ([port]: readonly number[]): string =>
 *       fileNamed(edited, 'haproxy.cfg').replace('bind :8080', `bind 127.0.0.1:${port}\n    bind [::1]:${port}`)
 *     const { ports, stop } = await startHaproxy(found, { ports: 1, write, files: filesByName(edited) })
 *     const [port = 0] = ports
 *     return { ports: everyWay(port), stop, version: found.version }
 *   },
 *   lacks: without('TLS', 'TLS ends in front of it'),
 *   unlike: { 'LOCAL, with a seal': { want: ['closed'], because: 'HAProxy …' } },
 *   holes: [{ name: 'aliases', edits: { 'http-request del-header …': '' }, shownBy: ['underscores, on an exempt route'] }],
 * }
 *
 * describeMatrix(plane)
 * describeContract(plane)
 * describeRotation(plane, 'kill -USR2') // with a `reload` in what `start` returns, where the plane itself has keys
 * ```
 *
 * Each ends with a test that holds what was seen to `test/vectors/gateway-matrix-results/`, from which docs/matrix.md is
 * made; `IPSEAL_WRITE=1` writes it there. Without a program everything is skipped with the reason.
 */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { CompileError } from '../../../src/compile/index.ts'
import { CASES } from '../gateways/table.ts'
import { type Bind, compilePlane, editFiles, takesProxyOn } from './compile-plane.ts'
import { type DataPlane, type Missing, WAYS, type Way } from './data-plane.ts'
import { VECTOR_NAMES } from './describe-contract.ts'
import { type LivePlane, startPlane } from './live-plane.ts'
import { skippedForNoProgram } from './no-program.ts'
import { expectCase, expectHeld, isHeld, unlikeOf, wantOfCase, wantOfRow } from './outcome.ts'
import { type Count, isWriting, type NotRun } from './results.ts'
import { GROUPS, type Group, ROWS, type Row } from './rows.ts'
import { createTally, settle, type Tally } from './settle.ts'

const START_TIMEOUT_MILLISECONDS = 300_000
const FIRST_WAY: Way = 'HTTP/1.1, IPv4'

type Skip = (note: string) => never

/** Runs the matrix, and the cases of gateway-requests.json, against a compiled target. */
export function describeMatrix(plane: DataPlane): void {
  if (skippedForNoProgram(`the matrix: ${plane.name}`, plane)) return
  const rows = ROWS.filter((row) => fits(row, plane))
  const ways = chooseWays(plane)
  const tally = createTally<Group | Bind>({ unlike: { ...unlikeOf(plane), ...plane.unlike } })
  const notRun: Partial<Record<Bind, string>> = {}
  let version: string | undefined

  describe(`the matrix: ${plane.name}`, () => {
    withPlane(plane, 'none', (running) => {
      describe.each(ways)('over %s', (way) => {
        test.for(rows.filter((row) => canSend(row, way)))('$name', async (row, { skip }) => {
          const live = running(skip)
          version = live.running.version
          expectHeld(wantOfRow(plane, row, way), await live.sendRow(row, way))
          tally.add(row.group, row.name)
        })
      })

      for (const way of WAYS.filter((one) => !ways.includes(one))) {
        test(`over ${way}`, ({ skip }) => skip(plane.lacks?.[way] ?? SHORT))
      }

      checkCases({ plane, bind: 'none', tally }, running)

      test('nothing that it sends on is malformed', ({ skip }) => {
        const { application } = running(skip)
        expect(application.seen.length).toBeGreaterThan(rows.length / 4)
        expect(application.malformed).toEqual([])
      })

      test('while the service is away nothing passes that it would be asked about', async ({ skip }) => {
        const { service, sendRow } = running(skip)
        if (service === undefined) skip('it asks no service')
        await service?.stop()
        const { outcome, seen } = await sendRow(rowNamed('nothing forged, with the seal of an IPv4 client'), FIRST_WAY)
        expect({ outcome, seen }).toEqual({ outcome: expect.stringMatching(AWAY), seen: [] })
      })
    })

    describe.each(['host', 'request'] as const)('bound to %s', (bind) => {
      withPlane(plane, bind, (running) => {
        const orNote = (skip: Skip): LivePlane =>
          running((note) => {
            notRun[bind] = note
            return skip(note)
          })
        checkCases({ plane, bind, tally }, orNote)
      })
    })

    if (plane.openRoute === undefined) {
      test('a route whose filter is off', ({ skip }) => skip('this test has turned the filter off nowhere'))
    }

    checkHoles(plane)

    test('each deviation is one of a row', () => {
      const known = new Set([...ROWS, ...CASES].map(({ name }) => name).concat(VECTOR_NAMES))
      expect(Object.keys(plane.unlike ?? {}).filter((name) => !known.has(name))).toEqual([])
    })

    test('what has been seen is what the page says', ({ skip }) => {
      if (isShort) skip(SHORT)
      const sent = ways.flatMap((way) => rows.filter((row) => canSend(row, way)))
      const groups = GROUPS.filter((group) => sent.some((row) => row.group === group))
      const total = groups.map(tally.count).reduce((sum, { held, otherwise }) => sum + held + otherwise, 0)
      if (total !== sent.length) skip(`${total} of ${sent.length} rows have run and held`)
      const value = {
        rows: Object.fromEntries(groups.map((group) => [group, tally.count(group)])),
        ways,
        notOver: plane.lacks ?? {},
        bytes: {
          none: tally.count('none'),
          host: sayOr(notRun.host, tally.count('host')),
          request: sayOr(notRun.request, tally.count('request')),
        },
        otherwise: tally.otherwise(),
        holes: (plane.holes ?? []).map(({ name }) => name),
      }
      settle(plane, 'matrix', { value, version })
    })
  })
}

function sayOr(notRun: string | undefined, count: Count): Count | NotRun {
  return notRun === undefined ? count : { notRun }
}

const SHORT = 'npm test sends the rows over two ways in; npm run test:matrix sends them over all'
const SHORT_OF_HOLES =
  'npm test looks whether the lines are compiled; npm run test:matrix takes them out and sends the rows'
const isShort = process.env.IPSEAL_MATRIX === 'short' && !isWriting

/** In a short run the two that have least in common. */
function chooseWays({ lacks }: DataPlane): readonly Way[] {
  const all = WAYS.filter((way) => lacks?.[way] === undefined)
  return isShort ? all.filter((_, i) => i === 0 || i === all.length - 1) : all
}

const AWAY = /^(?:refused|rejected|not sent on, with status 50[0234])$/

function fits({ needs }: Row, plane: DataPlane): boolean {
  if (needs === 'open') return plane.openRoute !== undefined
  return needs === undefined || takesProxyOn(plane) === (needs === 'proxy')
}

/** A stranger needs a second address to come from, and only IPv4 has one on every machine. */
function canSend({ from }: Row, way: Way): boolean {
  return from === undefined || way.endsWith('IPv4')
}

/** Starts a plane once for the tests inside; they are skipped aloud where there is no program, or the target cannot do it. */
function withPlane(plane: DataPlane, bind: Bind, tests: (running: (skip: Skip) => LivePlane) => void): void {
  let started: LivePlane | Missing | undefined

  beforeAll(async () => {
    started = await startOrSay(plane, bind)
  }, START_TIMEOUT_MILLISECONDS)

  afterAll(async () => {
    if (started !== undefined && !('missing' in started)) await started.stop()
  })

  tests((skip) => {
    if (started === undefined) return skip('it did not start')
    return 'missing' in started ? skip(started.missing) : started
  })
}

async function startOrSay(plane: DataPlane, bind: Bind): Promise<LivePlane | Missing> {
  try {
    return await startPlane(plane, compilePlane(plane, bind))
  } catch (error) {
    // What a target cannot do it says; for a plane as such that is no excuse.
    if (bind === 'none' || !(error instanceof CompileError)) throw error
    return { missing: `bind ${bind} is not compiled: ${error.message}` }
  }
}

type Checking = { readonly plane: DataPlane; readonly bind: Bind; readonly tally: Tally<Group | Bind> }

function checkCases({ plane, bind, tally }: Checking, running: (skip: Skip) => LivePlane): void {
  const cases = CASES.filter((one) => (one.bind ?? 'none') === bind)

  test.for(cases)('byte by byte: $name', async (one, { skip }) => {
    expectCase(plane, one, await running(skip).sendCase(one))
    tally.add(bind, one.name)
  })
}

function checkHoles(plane: DataPlane): void {
  test.for([...(plane.holes ?? [])])('without it the matrix is red: $name', async ({ edits, shownBy }, { skip }) => {
    const compiled = compilePlane(plane)
    const edited = editFiles(compiled.compiled, edits)
    if (isShort) return skip(SHORT_OF_HOLES)
    const open = await startPlane(plane, { ...compiled, compiled: edited })
    if ('missing' in open) return skip(open.missing)
    onTestFinished(() => open.stop())
    for (const name of shownBy) expect(await stillHolds(plane, open, name), `${name} still holds`).toBe(false)
    return undefined
  })
}

async function stillHolds(plane: DataPlane, open: LivePlane, name: string): Promise<boolean> {
  const one = CASES.find((found) => found.name === name)
  if (one !== undefined) return isHeld(wantOfCase(plane, one), await open.sendCase(one))
  const row = rowNamed(name)
  return isHeld(wantOfRow(plane, row, FIRST_WAY), await open.sendRow(row, FIRST_WAY))
}

function rowNamed(name: string): Row {
  const found = ROWS.find((row) => row.name === name)
  if (found === undefined) throw new Error(`the matrix has no row "${name}"`)
  return found
}
