export { type CloudflareEnv, type CloudflareOptions, createCloudflareWorker } from './cloudflare-handler.ts'
export { readCloudflareRequest, readRay } from './cloudflare-request.ts'
export { CLOUDFLARE_TRANSPORT } from './cloudflare-transport.ts'
