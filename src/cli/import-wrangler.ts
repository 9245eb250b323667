import { InputError } from './errors.ts'
import { codeOf } from './output.ts'

/**
 * Loads wrangler, so that it talks to nobody outside this machine, which it decides when it is loaded.
 *
 * It is a tool of whoever deploys and not of the package: it alone is some forty times its size.
 */
export async function importWrangler(): Promise<typeof import('wrangler')> {
  Object.assign(process.env, { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' })
  try {
    return await import('wrangler')
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error
    const message = 'wrangler is not installed beside this package: npm install --save-dev wrangler'
    throw new InputError(message, { code: 'NO_WRANGLER', cause: error })
  }
}
