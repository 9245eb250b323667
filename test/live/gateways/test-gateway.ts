import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { CLIENT, FORGED } from '../verifier/sealed.ts'
import { expectOutcome } from './expect-outcome.ts'
import type { Gateway } from './gateway.ts'
import { type GatewayUnderTest, startUnderTest } from './gateway-under-test.ts'
import { CASES, type Case, caseNamed, wantOf } from './table.ts'
import { hasPython, readByWsgi, startWsgi } from './wsgi.ts'

/** Runs the table against a gateway that asks the real service; `missing` says why there is no such gateway. */
export function testGateway(gateway: Gateway, missing?: string): void {
  const title = `${gateway.name} asks the verifier service`
  if (missing !== undefined) {
    test(title, ({ skip }) => skip(missing))
    return
  }
  let live: GatewayUnderTest

  const checkAll = (cases: readonly Case[]): void => {
    for (const one of cases) {
      test(one.name, async () => {
        expectOutcome(one, wantOf(one, gateway.name), await live.judge(one))
      })
    }
  }

  describe(title, () => {
    beforeAll(async () => {
      live = await startUnderTest(gateway)
    })

    afterAll(() => live?.stop())

    checkAll(CASES.filter(({ bind }) => bind === undefined))

    test.each(gateway.holes)('without it the table is red: $name', async ({ edits, shownBy }) => {
      const open = await live.startAgain(edits)
      onTestFinished(() => open.stop())
      for (const one of shownBy.map(caseNamed)) {
        const { outcome, faults } = await live.judge(one, open.port)
        expect(wantOf(one, gateway.name).includes(outcome) && faults.length === 0, `${one.name}: ${outcome}`).toBe(
          false,
        )
      }
    })

    describe.each(['host', 'request'])('with bind %s', (wanted) => {
      beforeAll(() => live.reload({ bind: wanted }))

      checkAll(CASES.filter(({ bind }) => bind === wanted))
    })

    test('an application that reads underscores as hyphens is told the same', async ({ skip }) => {
      skip(!hasPython(), 'there is no python3')
      const wsgi = await startWsgi()
      onTestFinished(() => wsgi.stop())
      const [port = 0] = wsgi.ports
      // By the case of its own name: what it would be told if nobody stood in front of it.
      const lines = ['X_Client_IP', FORGED]
      expect(await readByWsgi(port, { lines })).toEqual({ HTTP_X_CLIENT_IP: FORGED })
      for (const one of live.sentOn()) {
        expect([{}, { HTTP_X_CLIENT_IP: CLIENT }]).toContainEqual(await readByWsgi(port, one))
      }
    })

    test('nothing that it sends on is malformed', () => {
      expect(live.sentOn().length).toBeGreaterThan(CASES.length / 4)
      expect(live.malformed()).toEqual([])
    })

    test('while the service is away nothing passes that it would be asked about', async () => {
      await live.stopService()
      const { outcome } = await live.judge(caseNamed('a sealed client is told'))
      expect(outcome).toMatch(/^(?:refused|rejected|not sent on, with status 50[0234])$/)
    })
  })
}
