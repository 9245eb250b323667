import { swapInWorker } from './swap-in-worker.ts'

type Env = { readonly IPSEAL_KV: { readonly put: (key: string, text: string) => Promise<void> } }

/** Swaps so often as the query says, and answers with what came of it. */
const worker = {
  fetch: async (request: Request, { IPSEAL_KV }: Env): Promise<Response> => {
    const swaps = Number(new URL(request.url).searchParams.get('swaps'))
    const systemClock = Date.now
    try {
      const result = await swapInWorker(IPSEAL_KV, swaps, (ms) => {
        Date.now = () => ms
      })
      return Response.json(result)
    } finally {
      Date.now = systemClock
    }
  },
}

// biome-ignore lint/style/noDefaultExport: workerd takes no other.
export default worker
