/** A CDN with a proof in front of an own load balancer. */
export const CONFIG = JSON.stringify({
  issuer: 'https://edge.example.com',
  audience: 'origin-prod',
  trust: [
    { name: 'cdn', ranges: ['198.51.100.0/24'], proof: { header: 'X-Origin-Proof', secret: 'cdn-proof' } },
    { name: 'lb', ranges: ['10.0.16.0/20'], clients: ['10.0.31.0/24'] },
  ],
  headers: [
    { name: 'CF-Connecting-IP', from: ['cdn'] },
    { name: 'X-Forwarded-For', from: ['lb'] },
  ],
  origins: [{ match: '*', url: 'https://origin.example.com' }],
})

/** Wrong in five places, each of its own kind. */
export const BAD_CONFIG = JSON.stringify({
  issuer: 'https://edge.example.com',
  audienc: 'origin-prod',
  trust: [
    { name: 'lb', ranges: ['10.0.16.9/20', '0.0.0.0/0'] },
    { name: 'cdn', ranges: 'cloudflare' },
  ],
  headers: [
    { name: 'X-Forwarded-For', from: ['lb'] },
    { name: 'CF-Connecting-IP', from: ['cdm', 'cdn'] },
  ],
})

export const PROOF_ENV = { IPSEAL_SECRET_CDN_PROOF: 'correct-horse' }
