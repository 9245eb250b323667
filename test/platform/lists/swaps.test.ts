import { expect, test } from 'vitest'
import { swapInNode } from '../../soak/swap-in-node.ts'

test('no request meets a torn table, or another than that of the edge in its hands, while tables are swapped', async () => {
  const { requests, wrong } = await swapInNode(300, 22)
  expect(requests).toBeGreaterThan(100)
  expect(wrong).toBe(0)
})
