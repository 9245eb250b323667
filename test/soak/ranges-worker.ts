import { swapInWorker } from './swap-in-worker.ts'

type Namespace = {
  readonly get: (key: string) => Promise<string | null>
  readonly put: (key: string, text: string) => Promise<void>
}
type Env = { readonly IPSEAL_KV: Namespace }

/** The KV that runs here keeps more with each write, which would hide what the Worker itself keeps. */
const texts = new Map<string, string>()
const memory: Namespace = {
  get: (key) => Promise.resolve(texts.get(key) ?? null),
  put: (key, text) => Promise.resolve(void texts.set(key, text)),
}

// Sound: V8 puts it there with --expose-gc, see run-in-workerd.ts, and nobody else does.
const { gc: collectGarbage } = globalThis as { readonly gc?: () => void }

/** Swaps so often as the query says, and answers with what came of it. */
const worker = {
  fetch: async (request: Request, { IPSEAL_KV }: Env): Promise<Response> => {
    const query = new URL(request.url).searchParams
    const swaps = Number(query.get('swaps'))
    const systemClock = Date.now
    try {
      const result = await swapInWorker(query.get('store') === 'memory' ? memory : IPSEAL_KV, swaps, (ms) => {
        Date.now = () => ms
      })
      // Without a limit on memory, as here, workerd collects tables late: what is held is what is left then.
      collectGarbage?.()
      return Response.json(result)
    } finally {
      Date.now = systemClock
    }
  },
}

// biome-ignore lint/style/noDefaultExport: workerd takes no other.
export default worker
