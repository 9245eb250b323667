/** A time limit that can start later than it was set. */
export type Deadline = {
  /** Fulfils once the time is up, and never if it was stopped before. */
  readonly passed: Promise<'passed'>
  readonly start: () => void
  readonly stop: () => void
}

export function createDeadline(seconds: number): Deadline {
  const { promise, resolve } = Promise.withResolvers<'passed'>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  return {
    passed: promise,
    start: () => {
      if (!isStopped) timer = setTimeout(resolve, seconds * 1000, 'passed')
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
