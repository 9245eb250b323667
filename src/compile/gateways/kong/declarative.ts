import type { PublicJwks } from '../../../assertion/public-jwks.ts'
import { publicKeyPem } from '../../../assertion/public-key-pem.ts'
import type { Exemption, Topology } from '../../../topology/topology.ts'
import { because, type Plain } from '../../yaml/because.ts'
import type { NextHop } from '../next-hop.ts'
import { GUARD_LUA, STRIP_LUA, UNCHECKED_LUA } from './guard-lua.ts'
import type { PlainTerms } from './plain-terms.ts'
import { verifyLua } from './verify-lua.ts'

const SCHEMAS = 'https://github.com/Kong/kong/tree/3.9.1/kong/plugins'
const ANONYMOUS = 'ipseal-exempt'

type Options = { readonly topology: Topology; readonly next: NextHop }
type Verifying = Options & { readonly jwks: PublicJwks; readonly terms: PlainTerms }

/** kong.yml of a Kong that verifies. */
export function verifyingConfiguration({ topology, next, jwks, terms }: Verifying): Plain {
  const { exempt } = topology
  return {
    _format_version: '3.0',
    services: [
      service(
        { topology, next },
        exempt.map((exemption, i) => exemptRoute(`${topology.name}-exempt-${i}`, exemption)),
      ),
    ],
    consumers: consumers(jwks, exempt),
    plugins: [
      because(
        'Global, in the phase rewrite: it runs on every request, before any route is found, so that no route of yours can leave it out.',
        { name: 'pre-function', config: { rewrite: [verifyLua(terms)] } },
      ),
      because(
        `Checks the signature with the key of this kid, and the algorithm that belongs to it. Priority 1450: before rate-limiting. ${SCHEMAS}/jwt/schema.lua`,
        { name: 'jwt', config: jwtConfig() },
      ),
      because(
        'A limit for each verified client; the number is yours to choose. By header, as limit_by ip and ip-restriction see the address of the connection.',
        {
          name: 'rate-limiting',
          config: { minute: 6000, limit_by: 'header', header_name: 'X-Client-IP', policy: 'local' },
        },
      ),
      because(
        'The last of all plugins: nothing passes whose signature was not verified, and the application gets no assertion. A post-function of your own on a route takes its place there: put these lines into it.',
        { name: 'post-function', config: { access: [GUARD_LUA] } },
      ),
    ],
  }
}

/** kong.yml of a Kong in front of the gateway that verifies. */
export function passingConfiguration(options: Options): Plain {
  return {
    _format_version: '3.0',
    services: [service(options, [])],
    plugins: [
      because('On every request: our names are taken out, and the assertion goes on as it is.', {
        name: 'pre-function',
        config: { rewrite: [STRIP_LUA] },
      }),
    ],
  }
}

function service({ topology, next }: Options, exemptRoutes: readonly Plain[]): Plain {
  const { name, hosts } = topology
  const named = hosts.includes('*') ? undefined : hosts
  return {
    name,
    host: next.host,
    port: next.port,
    protocol: 'http',
    routes: [
      {
        name,
        paths: ['/'],
        hosts: named,
        strip_path: false,
        preserve_host: because('The application sees the host that the edge has bound the assertion to.', true),
      },
      ...exemptRoutes,
    ],
  }
}

function exemptRoute(name: string, { method, path }: Exemption): Plain {
  return {
    name,
    methods: [method],
    paths: [
      because('~ makes it a pattern. Which spelling is exempt is decided by pre-function.', `~${asPattern(path)}$`),
    ],
    strip_path: false,
    preserve_host: true,
    plugins: [
      because(
        'Before jwt, which lets everyone on here: an address that nobody has checked is no client for rate-limiting, which then counts by the connection.',
        { name: 'pre-function', config: { access: [UNCHECKED_LUA] } },
      ),
      because(
        'In place of the global one: a request without a token goes on as nobody. What only resembles this path needs a token all the same, which post-function asks for.',
        { name: 'jwt', config: { ...tokenSource(), run_on_preflight: true, anonymous: ANONYMOUS } },
      ),
    ],
  }
}

/** A path has of what is special in patterns only these. */
function asPattern(path: string): string {
  return path.replaceAll(/[.-]/g, (character) => `\\${character}`)
}

function tokenSource(): { readonly [member: string]: Plain } {
  return {
    header_names: ['x-client-ip-assertion'],
    uri_param_names: because('By default ?jwt= is taken too.', []),
    cookie_names: [],
    key_claim_name: 'kid',
  }
}

function jwtConfig(): Plain {
  return {
    ...tokenSource(),
    claims_to_verify: because('Without it a token without exp would never end. Kong grants no second beyond exp.', [
      'exp',
    ]),
    maximum_expiration: because(
      'Against its own clock: the longest life of an assertion, and 30 s for clocks that differ.',
      330,
    ),
    run_on_preflight: because('Otherwise OPTIONS passes without a token.', true),
  }
}

function consumers({ keys }: PublicJwks, exempt: readonly Exemption[]): readonly Plain[] {
  const secrets = keys.map((key) => ({
    key: key.kid,
    algorithm: key.alg,
    rsa_public_key: because('Any public key in PEM, whatever the field is called.', publicKeyPem(key)),
  }))
  const edge = {
    username: 'ipseal-edge',
    jwt_secrets: because('One for each key. A rotation adds one, and later takes the first away.', secrets),
  }
  return exempt.length === 0 ? [edge] : [edge, { username: ANONYMOUS }]
}
