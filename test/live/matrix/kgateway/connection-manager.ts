import type { HttpSettings, Removal } from './manifests.ts'

const TYPES = 'type.googleapis.com/envoy'

type Served = { readonly httpFilters: readonly object[]; readonly routeConfig: object }

/** `initializeHCM` of kgateway's fc.go, and what `httpSettings` of a ListenerPolicy changes (its http.go). */
export function connectionManager(settings: HttpSettings, { httpFilters, routeConfig }: Served): object {
  const { useRemoteAddress = true, upgradeConfig = { enabledUpgrades: [] }, xffNumTrustedHops } = settings
  return {
    name: 'envoy.filters.network.http_connection_manager',
    typedConfig: {
      '@type': `${TYPES}.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`,
      codecType: 'AUTO',
      statPrefix: 'http',
      normalizePath: true,
      mergeSlashes: true,
      useRemoteAddress,
      ...(useRemoteAddress ? { xffNumTrustedHops } : { originalIpDetectionExtensions: [xff(settings)] }),
      earlyHeaderMutationExtensions: [earlyMutation(settings.earlyRequestHeaderModifier)],
      upgradeConfigs: upgradeConfig.enabledUpgrades.map((upgradeType) => ({ upgradeType })),
      httpFilters,
      routeConfig,
    },
  }
}

function xff({ xffTrustedCIDRs, xffNumTrustedHops, skipXFFAppend }: HttpSettings): object {
  const cidrs = (xffTrustedCIDRs ?? []).map((cidr) => {
    const [addressPrefix, length] = cidr.split('/')
    return { addressPrefix, prefixLen: Number(length) }
  })
  return {
    name: 'envoy.http.original_ip_detection.xff',
    typedConfig: {
      '@type': `${TYPES}.extensions.http.original_ip_detection.xff.v3.XffConfig`,
      xffNumTrustedHops,
      ...(cidrs.length > 0 && { xffTrustedCidrs: { cidrs } }),
      skipXffAppend: skipXFFAppend,
    },
  }
}

function earlyMutation({ remove }: Removal): object {
  return {
    name: 'envoy.http.early_header_mutation.header_mutation',
    typedConfig: {
      '@type': `${TYPES}.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation`,
      mutations: remove.map((name) => ({ remove: name })),
    },
  }
}
