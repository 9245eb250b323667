import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData, writeJson, writeTalk } from '../output.ts'
import { type DemoKeys, makeDemoKeys } from './demo-keys.ts'
import { type DemoPath, startDemoPath } from './demo-path.ts'
import { type DemoRow, demoTable } from './demo-table.ts'
import { interruption } from './interruption.ts'
import { judgeReply } from './judge-reply.ts'
import { createObserver, type Observer } from './observe.ts'
import { demoRequests } from './requests.ts'
import { sendRequest } from './send-request.ts'
import { curlLines } from './serve-lines.ts'

export type DemoOptions = { readonly serve: boolean; readonly json: boolean }

/**
 * Runs the whole path on this machine, sends honest and forged requests through it and prints what became of each.
 *
 * The edge is the Worker itself in workerd, the load balancer a relay that adds PROXY protocol v2, the origin a server
 * that demands both that header and the assertion. Answers no if a forgery wins or an honest client is not served.
 */
export async function runDemo({ serve, json }: DemoOptions): Promise<ExitCode> {
  const keys = await makeDemoKeys()
  const observer = createObserver()
  writeTalk('starting the edge in workerd, a load balancer and an origin …')
  const path = await startDemoPath(keys, observer)
  const interrupted = interruption()
  try {
    const rows = await Promise.race([sendAll(path, keys, observer), interrupted.promise])
    if (rows === undefined) return EXIT.no
    await print(rows, json)
    if (serve) {
      writeTalk(curlLines(path, keys))
      await interrupted.promise
    }
    return rows.every(({ outcome }) => outcome.held) ? EXIT.yes : EXIT.no
  } finally {
    await path.close()
    interrupted.forget()
  }
}

async function sendAll(path: DemoPath, keys: DemoKeys, observer: Observer): Promise<readonly DemoRow[]> {
  const rows: DemoRow[] = []
  for (const request of await demoRequests(keys)) {
    const reply = await sendRequest(path.ports[request.entry], request.headers)
    const sightings = await observer.collect(request.entry === 'edge')
    rows.push({ request, sightings, outcome: judgeReply(request, reply) })
  }
  return rows
}

async function print(rows: readonly DemoRow[], json: boolean): Promise<void> {
  const forgeries = rows.filter(({ request }) => request.forged !== undefined)
  const failed = forgeries.filter(({ outcome }) => outcome.held).length
  const honest = rows.filter(({ request, outcome }) => request.forged === undefined && outcome.held).length
  if (json) {
    const requests = rows.map(({ request, sightings, outcome }) => ({
      name: request.name,
      entry: request.entry,
      ...sightings,
      held: outcome.held,
      application: outcome.text,
    }))
    await writeJson({ ok: rows.every(({ outcome }) => outcome.held), requests })
    return
  }
  const count = `${failed} of ${forgeries.length} forgeries failed, ${honest} of ${rows.length - forgeries.length} honest clients were served`
  await writeData(`${demoTable(rows)}\n\n${count}\n`)
}
