import { expect, test } from 'vitest'
import { startService } from './start-service.ts'

test('the service goes on answering when nobody reads its log any more', async () => {
  const forwardAuth = { port: 0, host: '127.0.0.1', dialect: 'none' }
  const { ports, closeLog, stop } = await startService({ listen: { forwardAuth } })
  closeLog()
  const statuses: number[] = []
  for (let i = 0; i < 5; i++) statuses.push((await fetch(`http://127.0.0.1:${ports.forwardAuth}/`)).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401])
  expect(await stop()).toBe(0)
})
