/** Methods that would show a client its own request as the origin sees it, seal included, or open a tunnel past it. */
const UNSUPPORTED_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** Whether an edge passes requests with this method on. */
export function isPassedOn(method: string): boolean {
  return !UNSUPPORTED_METHODS.has(method)
}
