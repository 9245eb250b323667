export { clientOf } from './admission.ts'
export { verifyExpress } from './express.ts'
export { type NodeResponse, verifyRequests, verifyUpgrades } from './http.ts'
export { type KeyFileOptions, readKeyFile } from './key-file.ts'
export { type ClientState, type KoaContext, verifyKoa } from './koa.ts'
export { type ProxyFacts, type ProxySender, proxyHeaderOf } from './proxy-protocol/facts.ts'
export type { ConnectionRefusal, ProxyCounters } from './proxy-protocol/gate.ts'
export {
  createProxyProtocolServer,
  type ProxyProtocolEvent,
  type ProxyProtocolOptions,
  type ProxyProtocolServer,
} from './proxy-protocol/proxy-protocol-server.ts'
export type { HeaderFailure } from './proxy-protocol/take-header.ts'
export type { NodeRequest } from './request.ts'
