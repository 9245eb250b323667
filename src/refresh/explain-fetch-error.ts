import { escapeText } from '../fault/escape-text.ts'
import type { FeedRequest } from '../ranges/feeds/feed.ts'
import { FetchFailure } from './fetch-failure.ts'
import { showSource } from './show-source.ts'

type Ending = {
  /** The caller wanted no more. */
  readonly isStopped: boolean
  /** The time for an answer was up. */
  readonly isLate: boolean
}

/** Says why there is no answer. Of what a runtime threw it shows codes and names, as messages may quote an answer. */
export function explainFetchError(error: unknown, { url }: FeedRequest, ending: Ending): FetchFailure {
  if (error instanceof FetchFailure) return error
  const path = showSource(url)
  if (ending.isStopped) return stopped(path)
  if (ending.isLate) {
    const rule = 'must have answered to the end in time'
    const nextStep = 'The next refresh tries again. If it lasts, look at the way from here to the source'
    return new FetchFailure({ code: 'TIMED_OUT', path, rule, nextStep }, { outcome: 'failed' })
  }
  const name = findCode(error)
  const received = escapeText(name)
  if (/CERT|SSL|TLS|SELF_SIGNED|ISSUER|SIGNATURE/.test(name)) {
    const rule = 'must have a certificate that is trusted here, for its name and for today'
    const nextStep = 'Leave the check on: look who answers, and at the clock and the certificates of this machine'
    return new FetchFailure({ code: 'BAD_CERTIFICATE', path, rule, received, nextStep }, { outcome: 'failed' })
  }
  const nextStep = 'The next refresh tries again. If it lasts, look at DNS and at the way from here to the source'
  const fault = { code: 'UNREACHABLE', path, rule: 'must answer, to the end', received, nextStep } as const
  return new FetchFailure(fault, { outcome: 'failed', mayPass: true })
}

function stopped(path: string): FetchFailure {
  const nextStep = 'Refresh again; if it was a time limit of the platform, raise it'
  return new FetchFailure(
    { code: 'STOPPED', path, rule: 'was stopped before its end', nextStep },
    { outcome: 'failed' },
  )
}

/** Node says what happened in `code` of the error that caused the one that it throws, or of that one's cause. */
function findCode(error: unknown): string {
  const name = typeof error
  let current = error
  for (let depth = 0; depth < 4 && current instanceof Error; depth++) {
    if ('code' in current && typeof current.code === 'string') return current.code
    current = current.cause
  }
  return error instanceof Error ? error.name : name
}
