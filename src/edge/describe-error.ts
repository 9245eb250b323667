import { escapeText } from '../fault/escape-text.ts'

export type ErrorDescription = { readonly type: string; readonly at: string | undefined }

/** Says what kind of error it is and where it came from. Its message stays out: it may quote what a client sent. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, at: undefined }
  const frame = error.stack?.split('\n').find((line) => /^\s+at /.test(line))
  return { type: escapeText(error.name), at: frame === undefined ? undefined : escapeText(frame.trim()) }
}
