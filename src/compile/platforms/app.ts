import type { PathTarget } from '../target.ts'

/** The document of the verifier service for this path, which is also what a library in the application is given. */
export const APP: PathTarget = {
  kind: 'path',
  name: 'app',
  title: 'the document of the verifier, in the application or beside it',
  compile: ({ topology }) => {
    const { assertion, exempt } = topology
    const { issuer, audience, jwks, bind } = assertion
    const document = { issuer, audience, jwks, bind, exempt, listen: {} }
    const text = `${JSON.stringify(document, undefined, 2)}\n`
    return { files: [{ path: 'ipseal.verifier.json', text }], notes: [], contract: undefined }
  },
}
