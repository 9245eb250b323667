import { FetchFailure } from './fetch-failure.ts'
import { showSource } from './show-source.ts'

/**
 * Throws a FetchFailure unless the address is https: without a certificate anybody on the way would say what is trusted.
 *
 * `http://127.0.0.1` is for tests that play a provider.
 */
export function checkUrl(url: string, allowsLoopbackHttp: boolean): void {
  const parsed = URL.parse(url)
  const isLoopbackHttp = parsed?.protocol === 'http:' && parsed.hostname === '127.0.0.1'
  const isSafe = parsed?.protocol === 'https:' || (allowsLoopbackHttp && isLoopbackHttp)
  // fetch throws for these, and a password in an address ends up in logs.
  if (isSafe && parsed.username === '' && parsed.password === '') return
  const rule = 'must be an https:// address without user name and password'
  const nextStep = 'Correct the address of the list'
  throw new FetchFailure({ code: 'BAD_URL', path: showSource(url), rule, nextStep }, { outcome: 'refused' })
}
