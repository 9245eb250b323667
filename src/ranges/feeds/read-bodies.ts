import type { FeedReading } from './feed.ts'
import type { Read } from './shape.ts'

/** Parses a feed of one body. */
export function parseOne(parse: (body: string) => FeedReading): (bodies: readonly string[]) => FeedReading {
  return (bodies) => {
    const [body] = bodies
    return body === undefined || bodies.length > 1 ? miscounted(1, bodies) : parse(body)
  }
}

/** Parses a feed of several bodies, each with a part of the list; a fault in one refuses all. */
export function parseEach(
  count: number,
  readPart: (body: string) => Read<readonly string[]>,
): (bodies: readonly string[]) => FeedReading {
  return (bodies) => {
    if (bodies.length !== count) return miscounted(count, bodies)
    const parts: (readonly string[])[] = []
    for (const [i, body] of bodies.entries()) {
      const part = readPart(body)
      if (!part.ok) return { ok: false, fault: `answer ${i + 1}: ${part.fault}` }
      parts.push(part.value)
    }
    return { ok: true, claimed: parts.flat() }
  }
}

function miscounted(count: number, bodies: readonly string[]): FeedReading {
  return { ok: false, fault: `the feed must have ${count} ${count === 1 ? 'body' : 'bodies'}; got ${bodies.length}` }
}
