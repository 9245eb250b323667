import { Hono } from 'hono/tiny'
import { createHandler } from './handler.ts'
import type { EdgeService } from './service.ts'

/**
 * Returns the edge as a Hono application, to put middleware before it or to mount it in an application of your own.
 *
 * A middleware sees requests before anything about them is resolved, and must not believe their headers. A Worker that
 * needs none takes `createHandler`, which is all there is behind this.
 */
export function createApp(service: EdgeService): Hono {
  const handle = createHandler(service)
  return new Hono().all('*', ({ req }) => handle(req.raw))
}
