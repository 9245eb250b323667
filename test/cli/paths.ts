/** A path on which nginx asks the service, and the application verifies once more. */
export const TOPOLOGY = JSON.stringify({
  name: 'shop',
  path: ['cloudflare', 'metallb', 'nginx', { product: 'app', verifies: true }],
  loadBalancerRanges: ['10.0.16.0/20'],
  assertion: { issuer: 'https://edge.example.com', audience: 'origin-prod', jwks: 'jwks.json' },
  exempt: [{ method: 'GET', path: '/healthz' }],
})

/** Public keys of whom nobody has the private half. */
const JWKS = JSON.stringify({
  keys: [
    {
      kty: 'EC',
      crv: 'P-256',
      alg: 'ES256',
      kid: '2026-11',
      use: 'sig',
      x: 'GF2TPC_1RU43iAM_VAOKExcMANVI4Jzi0CpuoCxGYKk',
      y: 'G0d_9no0v2P4xe5vnPPUngXsqAFr2fQrqMPb9EFVzIY',
    },
  ],
})

export const PATH_FILES = { 'ipseal.topology.json': TOPOLOGY, 'jwks.json': JWKS }
