import { expect, test } from 'vitest'
import type { InboundRequest } from '../../src/origin/index.ts'
import { HOST } from '../origin/assertions.ts'
import { createReportingVerifier, vectors } from '../origin/vectors.ts'

test.each(vectors)(
  'a verifier needs no other lines than those it removes: $name',
  async ({ request, expect: _, ...setup }) => {
    const judge = async (isShown: (name: string) => boolean) => {
      const { verifier, events } = createReportingVerifier(setup)
      const headers = request.headers.filter(([name]) => isShown(name))
      const inbound: InboundRequest = { ...request, host: HOST, headers }
      const decision = await verifier.check(inbound)
      return { decision: { ...decision, remove: undefined }, events }
    }
    const { remove } = createReportingVerifier(setup).verifier
    expect(await judge(remove)).toEqual(await judge(() => true))
  },
)
