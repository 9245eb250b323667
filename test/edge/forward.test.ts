import { afterEach, expect, test, vi } from 'vitest'
import { forward } from '../../src/edge/forward.ts'
import { WEB_TRANSPORT } from '../../src/edge/web-transport.ts'

const plan = { url: 'http://origin.example/', headers: new Headers(), timeoutSeconds: 20 }

afterEach(() => {
  vi.useRealTimers()
})

test.each([
  { name: 'has answered', send: () => Promise.resolve(new Response('ok')), want: 'answered' },
  { name: 'cannot be reached', send: () => Promise.reject(new TypeError('fetch failed')), want: 'unreachable' },
])('leaves no timer behind once the origin $name', async ({ send, want }) => {
  vi.useFakeTimers()
  const { outcome } = await forward(new Request('http://www.example.com/'), plan, { ...WEB_TRANSPORT, send })
  expect([outcome, vi.getTimerCount()]).toEqual([want, 0])
})

test('keeps the words of an error to itself, for they may hold an address', async () => {
  const error = new TypeError('fetch failed', { cause: { code: '198.51.100.7', message: 'connect 198.51.100.7' } })
  const send = () => Promise.reject(error)
  const forwarded = await forward(new Request('http://www.example.com/'), plan, { ...WEB_TRANSPORT, send })
  expect(forwarded).toEqual({ outcome: 'unreachable', code: undefined })
})
