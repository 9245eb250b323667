/** Who the edge says it is, and whom its seals are for. */
export const ISSUER = 'https://edge.example.com'
export const AUDIENCE = 'demo-origin'

/** The edge's key. Made anew for each run, and so is the secret that the own CloudFront distribution sends. */
export const KEY_ID = 'demo'
export const PROOF_HEADER = 'X-Origin-Proof'
export const PROOF_SECRET = 'cdn-proof'
