import { startService } from '../verifier/start-service.ts'
import type { Result } from './expect-outcome.ts'
import { type Edits, type Gateway, type RunningGateway, readDocument, startGateway } from './gateway.ts'
import { judgeCase } from './judge-case.ts'
import { sendCase } from './send-case.ts'
import { type Seen, startApplication } from './start-application.ts'
import type { Case } from './table.ts'

export type GatewayUnderTest = {
  /** Sends a case's requests, to another port than the example's for a hole, and says what came of them. */
  readonly judge: (one: Case, port?: number) => Promise<Result>
  /** The same gateway once more, with holes in its configuration, before the same application. */
  readonly startAgain: (edits: Edits) => Promise<RunningGateway>
  /** Changes the service's document and has it read again. */
  readonly reload: (changed: object) => Promise<void>
  /** What the example itself has sent on to the application so far. */
  readonly sentOn: () => readonly Seen[]
  readonly malformed: () => readonly string[]
  readonly stopService: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts an application, the real service, and a gateway between them as its example has it. */
export async function startUnderTest(gateway: Gateway): Promise<GatewayUnderTest> {
  const document = readDocument(gateway)
  const application = await startApplication()
  const service = await startService(document)
  const { forwardAuth = 0, extAuthz = 0 } = service.ports
  const others = { application: application.port, forwardAuth, extAuthz }
  const stopOthers = async (): Promise<void> => {
    await service.stop()
    await application.stop()
  }
  const running = await startGateway(gateway, others).catch(async (error: unknown) => {
    await stopOthers()
    throw error
  })
  const sentOn: Seen[] = []
  return {
    judge: async (one, port = running.port) => {
      const known = application.seen.length
      const status = await sendCase(port, one)
      const seen = application.seen.slice(known)
      if (port === running.port) sentOn.push(...seen)
      return { ...judgeCase(status, seen), seen }
    },
    startAgain: (edits) => startGateway(gateway, others, edits),
    reload: async (changed) => {
      const known = new Set(service.log)
      service.rewrite({ ...document, ...changed })
      service.signal('SIGHUP')
      await service.waitFor((line) => line.msg === 'reloaded' && !known.has(line))
    },
    sentOn: () => sentOn,
    malformed: () => application.malformed,
    stopService: async () => void (await service.stop()),
    stop: async () => {
      await running.stop()
      await stopOthers()
    },
  }
}
