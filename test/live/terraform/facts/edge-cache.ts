import { isObject } from '../../../../src/config/parse-document.ts'
import type { Resource } from '../run-module-tests.ts'
import { type Breach, ofType, type PlannedPath } from './fact.ts'
import { valuesAt } from './values-at.ts'

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html: CachingDisabled. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html: AllViewer. */
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3'
const ALL_HEADERS = ['allViewer', 'allViewerAndWhitelistCloudFront']
/** Differs with every client, or with every seal: a cache key that holds one of them is never a hit. */
const OF_THE_CLIENT =
  /^(?:x-client-ip.*|x-forwarded-for|forwarded|cf-connecting-ip|true-client-ip|cloudfront-viewer-address)$/

type Behaviour = { readonly name: string; readonly values: Readonly<Record<string, unknown>> }

/** No cache key holds the assertion or another header of the client, and every behaviour has a policy that says so. */
export function checkCacheKey(path: PlannedPath): readonly Breach[] {
  const policies = ofType(path, 'aws_cloudfront_cache_policy')
  const known = new Set([CACHING_DISABLED, ...policies.map(({ values }) => values.id)])
  const strangers = behavioursOf(path).filter(({ values }) => !known.has(values.cache_policy_id))
  return [
    ...policies.flatMap((policy) => headersOfKey(policy).map((name) => `${policy.address} has ${name} in the key`)),
    ...strangers.map(
      ({ name, values }) => `${name} has a cache policy that is not planned: ${show(values.cache_policy_id)}`,
    ),
  ]
}

function headersOfKey({ values }: Resource): readonly string[] {
  const key = 'parameters_in_cache_key_and_forwarded_to_origin.headers_config'
  const behaviours = valuesAt(values, `${key}.header_behavior`)
  const names = valuesAt(values, `${key}.headers.items`)
    .flat()
    .map((name) => String(name).toLowerCase())
  return [
    ...names.filter((name) => OF_THE_CLIENT.test(name)),
    ...(behaviours.every((one) => one === 'none' || one === 'whitelist') ? [] : ['every header']),
  ]
}

/** Where a function seals at the viewer's request, what it writes reaches the origin by the origin request policy alone. */
export function checkOriginRequest(path: PlannedPath): readonly Breach[] {
  const policies = ofType(path, 'aws_cloudfront_origin_request_policy')
  return behavioursOf(path)
    .filter(({ values }) => eventsOf(values).includes('viewer-request'))
    .flatMap(({ name, values }) => {
      const id = values.origin_request_policy_id
      const policy = policies.find((one) => one.values.id === id)
      if (id === ALL_VIEWER || (policy !== undefined && passesOn(policy))) return []
      return [`${name} seals at viewer-request and has no origin request policy with the header: ${show(id)}`]
    })
}

function passesOn({ values }: Resource): boolean {
  const names = valuesAt(values, 'headers_config.headers.items').flat()
  const behaviours = valuesAt(values, 'headers_config.header_behavior')
  return names.includes('x-client-ip-assertion') || behaviours.some((one) => ALL_HEADERS.includes(String(one)))
}

/** A behaviour that nothing seals lets requests through with whatever assertion the client wrote. */
export function checkSealed(path: PlannedPath): readonly Breach[] {
  return behavioursOf(path)
    .filter(({ values }) => eventsOf(values).length !== 1)
    .map(({ name, values }) => `${name} has ${eventsOf(values).length} functions that seal`)
}

function eventsOf(values: Behaviour['values']): readonly unknown[] {
  return [
    ...valuesAt(values, 'function_association.event_type'),
    ...valuesAt(values, 'lambda_function_association.event_type'),
  ]
}

function behavioursOf(path: PlannedPath): readonly Behaviour[] {
  return ofType(path, 'aws_cloudfront_distribution').flatMap(({ address, values }) =>
    ['default_cache_behavior', 'ordered_cache_behavior'].flatMap((kind) =>
      [values[kind]]
        .flat()
        .flatMap((block) => (isObject(block) ? [{ name: `${address} ${kind}`, values: block }] : [])),
    ),
  )
}

function show(id: unknown): string {
  return JSON.stringify(id ?? null)
}
