export { clientOf } from './node-admission.ts'
export { verifyExpress } from './node-express.ts'
export { type NodeResponse, verifyRequests, verifyUpgrades } from './node-http.ts'
export { type KeyFileOptions, readKeyFile } from './node-key-file.ts'
export { type ClientState, type KoaContext, verifyKoa } from './node-koa.ts'
export type { HeaderFailure, ProxyFacts } from './node-proxy-header.ts'
export {
  type ConnectionRefusal,
  createProxyProtocolServer,
  type ProxyProtocolEvent,
  type ProxyProtocolOptions,
  type ProxyProtocolServer,
  proxyHeaderOf,
} from './node-proxy-protocol-server.ts'
export type { NodeRequest } from './node-request.ts'
