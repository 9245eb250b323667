import { ConfigError } from './fault-list.ts'

/** The value of a document's text. Throws a ConfigError that says where it is no JSON, and quotes none of it. */
export function parseDocument(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // Of the engine's message only the place is taken: the rest quotes the text, which may be a key given by mistake.
    const place = error instanceof Error ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined
    const rule = `must be JSON${place === undefined ? '' : `, and is not at ${place}`}`
    throw new ConfigError([{ code: 'NOT_JSON', path: '$', rule, nextStep: 'Mend the syntax; comments are not JSON' }])
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
