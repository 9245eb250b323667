/** Why the pods of whatever runs Envoy have to be closed to all but those in front of it. */
export const LOCK_REASON =
  'Envoy believes a PROXY header from whoever connects: its filter knows no list of senders (https://www.envoyproxy.io/docs/envoy/latest/configuration/listeners/listener_filters/proxy_protocol).'
