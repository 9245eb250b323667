export { clientOf } from './node-admission.ts'
export { verifyExpress } from './node-express.ts'
export { type NodeResponse, verifyRequests, verifyUpgrades } from './node-http.ts'
export { type KeyFileOptions, readKeyFile } from './node-key-file.ts'
export { type ClientState, type KoaContext, verifyKoa } from './node-koa.ts'
export { type ProxyFacts, type ProxySender, proxyHeaderOf } from './node-proxy-facts.ts'
export type { ConnectionRefusal, ProxyCounters } from './node-proxy-gate.ts'
export type { HeaderFailure } from './node-proxy-header.ts'
export {
  createProxyProtocolServer,
  type ProxyProtocolEvent,
  type ProxyProtocolOptions,
  type ProxyProtocolServer,
} from './node-proxy-protocol-server.ts'
export type { NodeRequest } from './node-request.ts'
