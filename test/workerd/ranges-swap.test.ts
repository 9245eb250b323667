import { env } from 'cloudflare:test'
import { afterEach, expect, test, vi } from 'vitest'
import { swapInWorker } from '../soak/swap-in-worker.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

test('a Worker answers every request by the list that Workers KV holds, however often that is swapped', async () => {
  const clock = vi.spyOn(Date, 'now')
  const result = await swapInWorker(env.IPSEAL_KV, 300, (ms) => clock.mockReturnValue(ms))
  expect(result).toEqual({ swaps: 300, requests: 1200, wrong: 0 })
})
