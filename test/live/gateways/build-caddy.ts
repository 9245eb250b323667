import { buildCaddy } from './find-caddy.ts'

// It takes minutes and hundreds of modules, so it is done on command; without it the tests say that there is no Caddy.
await buildCaddy()
