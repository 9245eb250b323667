import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MANDATORY_RULES, missingMandatory } from '../../../src/compile/contract.ts'
import { CONTRACT_RULES, CompileError, type Contract, type ContractRule } from '../../../src/compile/index.ts'
import { readVectors, type Vector } from '../../assertion/vectors.ts'
import { MARK } from '../gateways/send-case.ts'
import { HOST } from '../verifier/sealed.ts'
import { type Bind, type CompiledPlane, compilePlane } from './compile-plane.ts'
import type { DataPlane, Missing } from './data-plane.ts'
import { type LivePlane, startPlane } from './live-plane.ts'
import { skippedForNoProgram } from './no-program.ts'
import { plain } from './outcome.ts'
import { remint } from './remint.ts'
import type { ContractResult } from './results.ts'
import { ruleOf } from './rule-of.ts'
import { createTally, settle, type Tally } from './settle.ts'
import { withPrefix } from './with-prefix.ts'

const START_TIMEOUT_MILLISECONDS = 300_000
const vectors = readVectors().cases

/** What every reader of HTTP does to a vector, the project's own servers included. */
const OVER_HTTP: Readonly<Record<string, string>> = {
  'refuses leading white space': 'HTTP takes white space around a value away',
  'refuses trailing white space': 'HTTP takes white space around a value away',
}

/** What cannot be asked of a compiled gateway at all. */
const NOT_ASKED: Readonly<Record<string, string>> = {
  'takes a token signed with EdDSA': 'the compiled key set is for ES256',
  'takes a token signed with HS256': 'the compiled key set is for ES256: a published set holds no secret',
  'does not compare what its caller does not know': 'a gateway knows its request',
  'takes a bound token where binding is not asked for':
    'whether a binding that is not demanded is compared is left to the gateway',
}

type Live = { readonly plane: LivePlane; readonly contract: Contract }

/**
 * Holds a target's contract table to the vectors of assertion-verify.json, minted anew for the present.
 *
 * A rule that somebody keeps refuses its vectors; one that nobody keeps must be seen to let one of them through, or the
 * table is wrong. What the contract accepts is accepted. `unlike` of the plane names vectors that come out otherwise:
 * `refused`, or the address that was told, such as `told 192.0.2.7`.
 */
export function describeContract(plane: DataPlane): void {
  if (skippedForNoProgram(`the contract: ${plane.name}`, plane)) return
  const tally = createTally<Bind>(plane)
  const found: Found = { notRun: {}, notAsked: { none: 0, host: 0, request: 0 } }

  describe(`the contract: ${plane.name}`, () => {
    describe.each(BINDS)('bound to %s', (bind) => {
      checkVectors({ plane, bind, tally, found })
    })

    test('what has been seen is what the page says', ({ skip }) => {
      const { contract, notRun, notAsked, version } = found
      if (contract === undefined) return skip(notRun.none ?? 'nothing has run')
      for (const bind of BINDS.filter((one) => notRun[one] === undefined)) {
        const { held, otherwise } = tally.count(bind)
        const total = held + otherwise + notAsked[bind]
        const wanted = vectors.filter((one) => one.bind === bind).length
        if (total !== wanted) skip(`${total} of ${wanted} vectors have run and held`)
      }
      const by = Object.fromEntries(CONTRACT_RULES.map((rule) => [rule, contract[rule].by]))
      const value = {
        bound: { none: resultOf('none'), host: resultOf('host'), request: resultOf('request') },
        // Sound: every rule of the list is there, and so is nothing else.
        by: by as ContractResult['by'],
        otherwise: tally.otherwise(),
      }
      settle(plane, 'contract', { value, version })
      return undefined
    })
  })

  function resultOf(bind: Bind): ContractResult['bound'][Bind] {
    const notRun = found.notRun[bind]
    return notRun === undefined ? { ...tally.count(bind), notAsked: found.notAsked[bind] } : { notRun }
  }
}

const BINDS = ['none', 'host', 'request'] as const

/** What the tests have come by. */
type Found = {
  contract?: Contract
  version?: string | undefined
  readonly notRun: Partial<Record<Bind, string>>
  readonly notAsked: Record<Bind, number>
}

type Checking = {
  readonly plane: DataPlane
  readonly bind: Bind
  readonly tally: Tally<Bind>
  readonly found: Found
}

/** By rule, what of its vectors came through, in this run. */
type Passed = Partial<Record<ContractRule, readonly string[]>>

function checkVectors({ plane, bind, tally, found }: Checking): void {
  let started: Live | Missing | undefined
  const passed: Passed = {}

  beforeAll(async () => {
    started = await startOrSay(plane, bind)
  }, START_TIMEOUT_MILLISECONDS)

  afterAll(async () => {
    if (started !== undefined && 'plane' in started) await started.plane.stop()
  })

  const live = (skip: (note: string) => never): Live => {
    if (started === undefined) return skip('it did not start')
    if (!('missing' in started)) return started
    found.notRun[bind] = started.missing
    return skip(started.missing)
  }
  const notAsked = (skip: (note: string) => never, because: string): never => {
    found.notAsked[bind] += 1
    return skip(because)
  }

  test.for(vectors.filter((one) => one.bind === bind))('$name', async (vector, { skip }) => {
    const { plane: running, contract } = live(skip)
    found.version = running.running.version
    if (bind === 'none') found.contract = contract
    const because = NOT_ASKED[vector.name]
    if (because !== undefined && plane.unlike?.[vector.name] === undefined) return notAsked(skip, because)
    const minted = remint(vector, Date.now())
    if ('cannot' in minted) return notAsked(skip, minted.cannot)
    const { outcome, faults } = await running.sendBytes(write(vector, minted.lines, running.prefix))
    const told = tell(outcome, vector)
    const rule = ruleOf(vector)
    if (rule !== undefined && told !== 'refused') passed[rule] = [...(passed[rule] ?? []), vector.name]
    expect(faults).toEqual([])
    expect(wantOfVector(plane, vector, contract)).toContain(told)
    tally.add(bind, vector.name)
    return undefined
  })

  test('the mandatory rules are kept', ({ skip }) => {
    expect(missingMandatory(live(skip).contract)).toEqual([])
  })

  test.for(rulesOfNobody(plane, bind))('that nobody keeps this rule is seen: %s', (rule, { skip }) => {
    live(skip)
    expect(passed[rule] ?? []).not.toEqual([])
  })
}

/** Of the rules that vectors are about, those that the compiled table says nobody keeps. */
function rulesOfNobody(plane: DataPlane, bind: Bind): readonly ContractRule[] {
  const compiled = compileOrSay(plane, bind)
  const contract = 'missing' in compiled ? undefined : compiled.compiled.contract
  const asked = new Set(vectors.filter((one) => one.bind === bind).map(ruleOf))
  return CONTRACT_RULES.filter((rule) => asked.has(rule) && contract?.[rule].by === 'nobody')
}

async function startOrSay(plane: DataPlane, bind: Bind): Promise<Live | Missing> {
  const compiled = compileOrSay(plane, bind)
  if ('missing' in compiled) return compiled
  const { contract } = compiled.compiled
  if (contract === undefined) return { missing: 'it verifies nothing' }
  const running = await startPlane(plane, compiled)
  return 'missing' in running ? running : { plane: running, contract }
}

function compileOrSay(plane: DataPlane, bind: Bind): CompiledPlane | Missing {
  try {
    return compilePlane(plane, bind)
  } catch (error) {
    if (bind === 'none' || !(error instanceof CompileError)) throw error
    return { missing: `bind ${bind} is not compiled: ${error.message}` }
  }
}

/** What may come of a vector. No reason excuses a mandatory rule: without it a token is no proof. */
export function wantOfVector(
  { unlike }: Pick<DataPlane, 'unlike'>,
  vector: Vector,
  contract: Contract,
): readonly string[] {
  const { expect: wanted, name } = vector
  const rule = ruleOf(vector)
  if (rule !== undefined && MANDATORY_RULES.includes(rule)) return ['refused']
  const otherwise = unlike?.[name]?.want
  if (otherwise !== undefined) return otherwise
  if ('ip' in wanted) return [`told ${wanted.ip}`]
  const isKept = rule === undefined || contract[rule].by !== 'nobody'
  return isKept && !(name in OVER_HTTP) ? ['refused'] : ['refused', ...tellable(vector)]
}

/** What a gateway that does not keep a rule may tell: no more than what the token says under a good signature. */
function tellable({ lines, request }: Vector): readonly string[] {
  const { method, path } = request ?? { method: 'GET', path: '/' }
  const claims = lines.flatMap((line) => Buffer.from(line.split('.')[1] ?? '', 'base64').toString('latin1'))
  const found = claims.flatMap((text) => [...text.matchAll(/"ip":\s*(?:"([^"]*)"|(\[[^\]]*\]|[^,}]*))/g)])
  return [...found.map(([, text, bare]) => `told ${text ?? bare}`), `nobody, but ${method} ${path} needs a seal`]
}

function write({ request }: Vector, values: readonly string[], prefix: string): string {
  const { method, host, path } = request ?? { method: 'GET', host: HOST, path: '/' }
  const lines = withPrefix(
    prefix,
    values.map((value) => ['X-Client-IP-Assertion', value]),
  )
  const all = [`Host: ${host}`, ...lines.map((line) => line.join(': ')), `${MARK}: main`]
  return [`${method} ${path} HTTP/1.1`, ...all, '', ''].join('\r\n')
}

/** The address that the application was told, `refused`, or what else happened. */
function tell(outcome: string, { expect: wanted }: Vector): string {
  const said = plain(outcome)
  if (said === 'client') return 'told 192.0.2.7'
  if (said === 'client6') return 'told 2001:db8::7'
  if (said === 'closed' && 'reason' in wanted) return 'refused'
  const [, address] = /^told x-client-ip: (.*)$/.exec(said) ?? []
  return address === undefined ? said : `told ${address}`
}

export const VECTOR_NAMES: readonly string[] = vectors.map(({ name }) => name)
