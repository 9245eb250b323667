import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDeadline } from '../../src/edge/deadline.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('passes as long after its start as it was set to', async () => {
  const deadline = createDeadline(2)
  const passed = vi.fn()
  void deadline.passed.then(passed)
  await vi.advanceTimersByTimeAsync(5000)
  deadline.start()
  await vi.advanceTimersByTimeAsync(1999)
  expect(passed).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(passed).toHaveBeenCalledWith('passed')
})

test('leaves no timer behind once it is stopped, however late it is started', () => {
  const [stopped, late] = [createDeadline(2), createDeadline(2)]
  stopped.start()
  stopped.stop()
  late.stop()
  late.start()
  expect(vi.getTimerCount()).toBe(0)
})
