import { buildCaddy } from './find-caddy.ts'

// Minutes, and hundreds of modules: so it is a command of its own, and the tests say aloud if nobody gave it.
await buildCaddy()
