/** What an operator applies who turns verifying off on one path: a route, and a policy in the place of the Gateway's. */
export function openRoute(path: string): readonly object[] {
  const name = 'open'
  const metadata = { name, namespace: 'default' }
  const matches = [{ path: { type: 'Exact', value: path } }]
  const target = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }
  return [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata,
      spec: {
        parentRefs: [{ name: 'shop-gateway' }],
        rules: [{ matches, backendRefs: [{ name: 'shop', port: 8080 }] }],
      },
    },
    {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'SecurityPolicy',
      metadata,
      spec: { targetRefs: [target], authorization: { defaultAction: 'Allow' } },
    },
  ]
}
