import { afterAll, beforeAll, describe, test } from 'vitest'
import { type LiveService, startService } from '../verifier/start-service.ts'
import { expectOutcome } from './expect-outcome.ts'
import { judgeCase } from './judge-case.ts'
import { sendCase } from './send-case.ts'
import { type Application, startApplication } from './start-application.ts'
import { CASES, type Case, wantOf } from './table.ts'

/** Nobody is asked here, so the route that a gateway does not ask about is exempt too. */
const exempt = ['/health', '/livez'].map((path) => ({ method: 'GET', path }))

let application: Application

function checkAll(bind: string, cases: readonly Case[]): void {
  let service: LiveService

  beforeAll(async () => {
    application ??= await startApplication()
    const upstream = `http://127.0.0.1:${application.port}`
    service = await startService({ exempt, bind, listen: { sidecar: { port: 0, host: '127.0.0.1', upstream } } })
  })

  afterAll(() => service?.stop())

  for (const one of cases) {
    test(one.name, async () => {
      const known = application.seen.length
      const status = await sendCase(service.ports.sidecar ?? 0, one)
      const seen = application.seen.slice(known)
      expectOutcome(one, wantOf(one, 'sidecar'), { ...judgeCase(status, seen), seen })
    })
  }
}

describe.each(['none', 'host', 'request'])('the sidecar, bound to %s', (bind) => {
  checkAll(
    bind,
    CASES.filter((one) => (one.bind ?? 'none') === bind),
  )
})

afterAll(() => application?.stop())
