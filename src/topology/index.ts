export { topologyJsonSchema } from './json-schema.ts'
export { type ReadTopology, readTopology } from './read-topology.ts'
export type {
  AppHop,
  AssertionTerms,
  EdgeHop,
  Exemption,
  GatewayHop,
  Hop,
  LoadBalancerHop,
  ProxyVersion,
  Topology,
  VerifierService,
} from './topology.ts'
