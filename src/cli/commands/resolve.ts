import { explain } from '../../resolve/explain.ts'
import type { Policy } from '../../resolve/policy.ts'
import type { Resolution } from '../../resolve/resolution.ts'
import { resolve } from '../../resolve/resolve.ts'
import { answerLines, describeLongLine } from '../answer-lines.ts'
import { UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { loadPolicy } from '../load-policy.ts'
import { writeData, writeJson } from '../output.ts'
import { parseHeaderLine } from '../parse-header-line.ts'
import { explainLists, listAnswers } from '../ranges/explain-lists.ts'
import { readNow } from '../read-number.ts'
import { readRequest } from '../read-request.ts'

export type ResolveOptions = {
  readonly config: string
  readonly peer?: string
  readonly platform?: string
  readonly ranges?: string
  readonly now?: string
  readonly header: readonly string[]
  readonly json?: true
  readonly ndjson?: true
}

export async function runResolve(options: ResolveOptions): Promise<ExitCode> {
  const headers = options.header.map(parseHeaderLine)
  const source = { ...options, now: readNow(options.now) }
  if (options.ndjson) {
    if (options.peer !== undefined || headers.length > 0) {
      throw new UsageError('with --ndjson the peer and the headers are in the lines of standard input')
    }
    return await resolveLines((await loadPolicy(source)).policy)
  }
  const { policy, lists } = await loadPolicy(source)
  const resolution = resolve(policy, { peer: options.peer, headers })
  if (options.json) await writeJson({ ...answerOf(resolution), ...(lists && { lists: listAnswers(lists) }) })
  else
    await writeData(
      `${[...explain(resolution), ...(lists ? explainLists(lists) : []), summarise(resolution)].join('\n')}\n`,
    )
  return resolution.ok ? EXIT.yes : EXIT.no
}

async function resolveLines(policy: Policy): Promise<ExitCode> {
  await answerLines((line, number) => {
    const request = line === undefined ? { detail: describeLongLine() } : readRequest(line)
    if ('headers' in request) return answerOf(resolve(policy, request))
    return { ok: false, reason: 'bad-input', detail: request.detail, line: number }
  })
  return EXIT.yes
}

/** The documented shape: `nearest` is always there, `header` and a hop's `group` only where they say something. */
function answerOf(resolution: Resolution): object {
  if (resolution.ok) return resolution
  const { ok, reason, nearest = null, header, hops, anomalies } = resolution
  return { ok, reason, nearest, header, hops, anomalies }
}

function summarise(resolution: Resolution): string {
  if (resolution.ok) return `client ${resolution.ip} via ${resolution.via}`
  return `refused ${resolution.reason}, nearest ${resolution.nearest ?? 'nobody'}`
}
